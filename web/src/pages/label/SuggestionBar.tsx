// What a machine suggests, above the questions: how many wait, and the one the hands are on.

import type { Bench } from "../../core/bench";
import type { Proposal } from "../../core/suggestions";
import { t } from "../../i18n";
import { lookOf } from "../../media/shown";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Swatch } from "../../ui/Swatch";
import { useSignal } from "../../ui/use";

export function SuggestionBar({ bench }: { bench: Bench }) {
  const ignored = useSignal(bench.suggestions.ignored);
  const open = bench.suggestions.open();
  if (bench.suggestions.all.length === 0) return null;
  const { selected } = bench.hands.snapshot();
  const chosen = open.find(({ id }) => id === selected);
  return (
    <section className="panel__part suggestions" aria-label={t("suggest.count", { count: open.length })}>
      <header className="panel__head">
        <h2 title={t("suggest.text")}>
          <Icon name="spark" /> {t("suggest.count", { count: open.length })}
        </h2>
        {open.length > 0 && (
          <>
            <Button
              look="quiet"
              keepFocus
              command="accept_all"
              shortcut="shift+a"
              onClick={() => bench.suggestions.acceptAll()}
            >
              {t("suggest.accept_all")}
            </Button>
            <Button
              look="quiet"
              keepFocus
              command="ignore_all"
              shortcut="shift+d"
              onClick={() => bench.suggestions.ignoreAll()}
            >
              {t("suggest.ignore_all")}
            </Button>
          </>
        )}
      </header>
      {chosen && chosen.part.kind !== "answer" && <Chosen bench={bench} proposal={chosen} />}
      {open.length === 0 && ignored.size > 0 && (
        <Button look="quiet" keepFocus onClick={() => bench.suggestions.restore()}>
          {t("suggest.restore", { count: ignored.size })}
        </Button>
      )}
    </section>
  );
}

function Chosen({ bench, proposal }: { bench: Bench; proposal: Proposal }) {
  const part = proposal.part.kind === "region" ? proposal.part.region : null;
  const look = part
    ? lookOf(bench, proposal, part)
    : proposal.part.kind === "relation"
      ? lookOf(bench, proposal, proposal.part.relation)
      : null;
  return (
    <Suggested bench={bench} proposal={proposal}>
      {look && <Swatch ink={look.ink} />}
      {t("suggest.region", { label: look?.label || t("label.unlabelled") })}
    </Suggested>
  );
}

/** One suggestion with its source, to take or leave. */
export function Suggested({
  bench,
  proposal,
  children,
}: {
  bench: Bench;
  proposal: Proposal;
  children: React.ReactNode;
}) {
  const current = bench.suggestions.current()?.id === proposal.id;
  return (
    <div className="suggested" data-current={current}>
      <span className="suggested__what">{children}</span>
      <span className="suggested__by">{sourceOf(proposal)}</span>
      <span className="suggested__acts">
        <Button
          keepFocus
          {...(current ? { command: "accept", shortcut: "a" } : {})}
          onClick={() => bench.suggestions.accept(proposal)}
        >
          {t("suggest.accept")}
        </Button>
        <Button
          look="quiet"
          keepFocus
          {...(current ? { command: "ignore", shortcut: "d" } : {})}
          onClick={() => bench.suggestions.ignore(proposal)}
        >
          {t("suggest.ignore")}
        </Button>
      </span>
    </div>
  );
}

export function sourceOf({ source, confidence }: Proposal): string {
  return confidence === null
    ? t("suggest.by_unsure", { source })
    : t("suggest.by", { source, percent: Math.round(confidence * 100) });
}
