// What a machine suggests, under the item: how many wait, the one that the keys mean, all at once. It stays as long
// as the item, so that nothing moves when the last one is dealt with.

import { answerUI } from "../../catalog";
import type { Bench } from "../../core/bench";
import type { Question } from "../../core/model";
import type { Proposal } from "../../core/suggestions";
import { t } from "../../i18n";
import { lookOf } from "../../media/shown";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Swatch } from "../../ui/Swatch";
import { useSignal } from "../../ui/use";

export function SuggestionBar({ bench }: { bench: Bench }) {
  const { suggestions } = bench;
  const ignored = useSignal(suggestions.ignored);
  useSignal(bench.hands);
  useSignal(bench.store);
  if (suggestions.all.length === 0) return null;
  const open = suggestions.open();
  const current = suggestions.current();
  return (
    <section className="suggestions" aria-label={t("suggest.count", { count: open.length })}>
      <span className="suggestions__count" title={t("suggest.text")}>
        <Icon name="spark" />
        {t("suggest.count", { count: open.length })}
      </span>
      {current ? <One bench={bench} proposal={current} /> : <span className="bar__space" />}
      {open.length > 1 && (
        <>
          <Button
            look="quiet"
            keepFocus
            command="accept_all"
            shortcut="shift+a"
            onClick={() => suggestions.acceptAll()}
          >
            {t("suggest.accept_all")}
          </Button>
          <Button
            look="quiet"
            keepFocus
            command="ignore_all"
            shortcut="shift+d"
            onClick={() => suggestions.ignoreAll()}
          >
            {t("suggest.ignore_all")}
          </Button>
        </>
      )}
      {open.length === 0 && ignored.size > 0 && (
        <Button look="quiet" keepFocus onClick={() => suggestions.restore()}>
          {t("suggest.restore", { count: ignored.size })}
        </Button>
      )}
    </section>
  );
}

/** The one that the keys mean, with its source; a click on it brings it into sight. */
function One({ bench, proposal }: { bench: Bench; proposal: Proposal }) {
  const { part } = proposal;
  const drawn = part.kind === "region" ? part.region : part.kind === "relation" ? part.relation : null;
  const look = drawn && lookOf(bench, proposal, drawn);
  const question =
    part.kind === "answer" && bench.schema.questions.find(({ id }) => id === part.answer.question);
  return (
    <span className="suggestions__one">
      <button
        type="button"
        className="suggestions__what"
        title={sourceOf(proposal)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => bench.suggestions.go(proposal)}
      >
        {look && <Swatch ink={look.ink} />}
        <span className="suggestions__name">
          {look ? look.label || t("label.unlabelled") : question && valueWords(bench, question, proposal)}
        </span>
        <span className="suggestions__by">{sourceOf(proposal)}</span>
      </button>
      <Acts bench={bench} proposal={proposal} current />
    </span>
  );
}

/** A suggestion for a question, at the question itself. */
export function SuggestedAnswer({
  bench,
  question,
  proposal,
}: {
  bench: Bench;
  question: Question;
  proposal: Proposal;
}) {
  const current = bench.suggestions.current()?.id === proposal.id;
  return (
    <div className="suggested" data-current={current}>
      <span className="suggested__what">
        {t("suggest.value", { value: valueWords(bench, question, proposal) })}
      </span>
      <span className="suggested__by">{sourceOf(proposal)}</span>
      <span className="suggested__acts">
        <Acts bench={bench} proposal={proposal} current={current} />
      </span>
    </div>
  );
}

function Acts({ bench, proposal, current }: { bench: Bench; proposal: Proposal; current: boolean }) {
  return (
    <>
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
    </>
  );
}

function sourceOf({ source, confidence }: Proposal): string {
  return confidence === null
    ? t("suggest.by_unsure", { source })
    : t("suggest.by", { source, percent: Math.round(confidence * 100) });
}

function valueWords(bench: Bench, question: Question, { part }: Proposal): string {
  if (part.kind !== "answer") return "";
  const { Summary } = answerUI(question.kind);
  const words = Summary({ value: part.answer.value, config: question.config, data: bench.task.data });
  return typeof words === "string" ? words : JSON.stringify(part.answer.value);
}
