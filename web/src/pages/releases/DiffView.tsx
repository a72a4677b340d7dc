// From one release to another: items, labels, and how the answers are distributed.

import { useQuery } from "@tanstack/react-query";

import { type ReleaseDiff, releases, type Said } from "../../api/releases";
import type { Json, Schema } from "../../core/model";
import { optionsOf } from "../../core/options";
import { formatNumber, t } from "../../i18n";
import { formatShare } from "../../ui/percent";
import { ErrorState, Skeleton } from "../../ui/States";
import { Part, Rows } from "./DatasheetView";

interface DiffProps {
  project: string;
  schema: Schema;
  from: number;
  to: number;
}

export function DiffView({ project, schema, from, to }: DiffProps) {
  // The older one is always what it was before.
  const [a, b] = from < to ? [from, to] : [to, from];
  const { data, error, refetch } = useQuery({
    queryKey: ["project", project, "releases", "diff", a, b],
    queryFn: () => releases.diff(project, a, b),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <Part title={t("diff.title", { a, b })}>
      {data ? (
        <Found found={data} schema={schema} a={a} b={b} />
      ) : (
        <div aria-busy="true">
          <p className="muted">{t("diff.comparing")}</p>
          <Skeleton width="60%" height={120} />
        </div>
      )}
    </Part>
  );
}

function Found({ found, schema, a, b }: { found: ReleaseDiff; schema: Schema; a: number; b: number }) {
  const nothing =
    !found.schema_changed &&
    [found.added, found.removed, found.data_changed, found.label_changed].every(({ count }) => count === 0);
  const moved = Object.entries(found.questions);
  return (
    <>
      <p>
        {nothing ? t("diff.nothing") : t("diff.same", { count: found.same })}
        {found.schema_changed && ` · ${t("diff.schema_changed")}`}
      </p>
      <Keys title={t("diff.added")} found={found.added} />
      <Keys title={t("diff.removed")} found={found.removed} />
      <Keys title={t("diff.data_changed")} found={found.data_changed} />
      {found.label_changed.count > 0 && (
        <>
          <h3>
            {t("diff.label_changed")}{" "}
            <span className="muted num">{formatNumber(found.label_changed.count)}</span>
          </h3>
          <Rows
            head={[t("diff.item"), t("diff.before", { number: a }), t("diff.before", { number: b })]}
            rows={found.label_changed.labels.map((one) => [
              one.key,
              words(one.a, schema),
              words(one.b, schema),
            ])}
          />
          <More found={found.label_changed.count} shown={found.label_changed.labels.length} />
        </>
      )}
      {moved.length > 0 && <h3>{t("diff.shift")}</h3>}
      {moved.map(([id, { name, total_variation: share, values }]) => (
        <div key={id} className="diff__question">
          <p>
            {share > 0
              ? t("diff.moved", { question: name, share: formatShare(share) })
              : t("diff.not_moved", { question: name })}
          </p>
          {share > 0 && (
            <Rows
              head={[t("sheet.value"), t("diff.before", { number: a }), t("diff.before", { number: b })]}
              numbers={[1, 2]}
              rows={Object.values(values)
                .toSorted((one, other) => Math.abs(other.b - other.a) - Math.abs(one.b - one.a))
                .map((one) => [one.name, formatShare(one.a), formatShare(one.b)])}
            />
          )}
        </div>
      ))}
    </>
  );
}

function Keys({
  title,
  found: { count, keys },
}: {
  title: string;
  found: { count: number; keys: string[] };
}) {
  if (count === 0) return null;
  return (
    <details className="diff__keys" open={count <= 10}>
      <summary>
        {title} <span className="muted num">{formatNumber(count)}</span>
      </summary>
      <ul>
        {keys.map((key) => (
          <li key={key}>{key}</li>
        ))}
      </ul>
      <More found={count} shown={keys.length} />
    </details>
  );
}

function More({ found, shown }: { found: number; shown: number }) {
  return found > shown ? <p className="muted">{t("diff.more", { count: found - shown })}</p> : null;
}

/** A label in a line: answers by the names of their values, and how many regions. */
export function words(said: Said | null, schema: Schema): string {
  if (said === null) return t("diff.no_label");
  if (said.long !== undefined) return t("diff.long");
  const answers = (said.answers ?? []).map(([id, value]) => {
    const question = schema.questions.find((one) => one.id === id);
    return `${question?.name ?? id}: ${valueWords(value, question?.config)}`;
  });
  const regions = said.regions?.length ? [t("diff.regions", { count: said.regions.length })] : [];
  return [...answers, ...regions].join("; ") || "–";
}

function valueWords(value: Json, config: { [name: string]: Json } | undefined): string {
  const named = (one: Json) => optionsOf(config ?? {}, {}).find(({ id }) => id === one)?.name ?? plain(one);
  return Array.isArray(value) ? value.map(named).join(", ") : named(value);
}

const plain = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
