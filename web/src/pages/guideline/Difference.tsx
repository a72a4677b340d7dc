import { useMemo } from "react";

import { diffLines, type Line } from "../../core/diff";
import { t } from "../../i18n";
import "./difference.css";

const AROUND = 2;

/** The lines that changed, with a little of what is around them. */
export function Difference({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  if (before === after) return <p className="muted">{t("guideline.same")}</p>;
  return (
    <div className="difference">
      {folded(lines).map((part, i) =>
        Array.isArray(part) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a difference have only their order.
          <div key={i}>
            {part.map((line, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <Row key={n} line={line} />
            ))}
          </div>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <p key={i} className="difference__gap">
            {t("guideline.lines_same", { count: part })}
          </p>
        ),
      )}
    </div>
  );
}

/** The hash of a picture says nothing to a person. */
const short = (text: string) => text.replace(/(media:[0-9a-f]{6})[0-9a-f]{58}/g, "$1…");

function Row({ line }: { line: Line }) {
  const content = line.pieces.map(({ text, changed }, i) =>
    changed && line.kind !== "same" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <mark key={i}>{short(text)}</mark>
    ) : (
      short(text)
    ),
  );
  const className = `difference__line difference__line--${line.kind}`;
  if (line.kind === "old")
    return (
      <del className={className} title={t("guideline.taken_out")} dir="auto">
        {content}
      </del>
    );
  if (line.kind === "new")
    return (
      <ins className={className} title={t("guideline.put_in")} dir="auto">
        {content}
      </ins>
    );
  return (
    <span className={className} dir="auto">
      {content}
    </span>
  );
}

/** Long stretches of equal lines become their number. */
function folded(lines: readonly Line[]): (Line[] | number)[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some(({ kind }) => kind !== "same"),
  );
  const out: (Line[] | number)[] = [];
  lines.forEach((line, i) => {
    const last = out.at(-1);
    if (near[i]) {
      if (Array.isArray(last)) last.push(line);
      else out.push([line]);
    } else if (typeof last === "number") out[out.length - 1] = last + 1;
    else out.push(1);
  });
  return out;
}
