// A task at a glance: what is shown, what is marked on it, how it is answered. Drawn from the schema itself.

import { PALETTE } from "../../core/options";

interface Loose {
  fields?: { name: string; medium: string }[];
  region_sets?: { shapes: string[] | string }[];
  questions?: { kind: string; about?: string; config?: { values?: unknown[]; max?: number; min?: number } }[];
}

export function Sketch({ schema, picture }: { schema: unknown; picture?: string | undefined }) {
  const { fields = [], region_sets = [], questions = [] } = schema as Loose;
  const shapes = region_sets.flatMap((set) => set.shapes);
  const asked = questions.filter((one) => (one.about ?? "item") === "item");
  const height = fields.length > 1 ? 52 : 108;
  return (
    <svg className="sketch" viewBox="0 0 240 124" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      {fields.slice(0, 2).map((field, at) => (
        <g key={field.name} transform={`translate(10 ${8 + at * 58})`}>
          {field.medium === "image" ? (
            <Picture shapes={shapes} url={picture} height={height} />
          ) : (
            <Text marked={shapes.includes("span")} height={height} />
          )}
        </g>
      ))}
      <line className="sketch__line" x1="160" x2="160" y1="0" y2="124" />
      <Panel questions={asked.length > 0 ? asked : questions} coloured={asked.length === 0} />
    </svg>
  );
}

const WIDTHS = [132, 120, 138, 96, 126, 134, 70];

function Text({ marked, height }: { marked: boolean; height: number }) {
  return (
    <>
      {WIDTHS.slice(0, Math.floor(height / 15)).map((width, at) => (
        <rect key={width} className="sketch__text" x="0" y={6 + at * 15} width={width} height="5" rx="2.5" />
      ))}
      {marked && (
        <>
          <Span x={28} y={21} width={44} ink={0} />
          <Span x={4} y={51} width={34} ink={1} />
          <Span x={84} y={66} width={38} ink={2} />
        </>
      )}
    </>
  );
}

function Span({ x, y, width, ink }: { x: number; y: number; width: number; ink: number }) {
  return <rect x={x} y={y - 3} width={width} height="11" rx="3" fill={PALETTE[ink]} fillOpacity="0.45" />;
}

function Picture({
  shapes,
  url,
  height,
}: {
  shapes: readonly string[];
  url: string | undefined;
  height: number;
}) {
  return (
    <>
      <rect className="sketch__picture" width="140" height={height} rx="4" />
      {url && <image href={url} width="140" height={height} preserveAspectRatio="xMidYMid slice" />}
      {shapes.map((shape) => (
        <g key={shape} fill="none" strokeWidth="2.5">
          {MARKS[shape]}
        </g>
      ))}
    </>
  );
}

const MARKS: { [shape: string]: React.ReactNode } = {
  box: (
    <>
      <rect x="16" y="60" width="42" height="32" stroke={PALETTE[0]} />
      <rect x="84" y="34" width="26" height="50" stroke={PALETTE[1]} />
    </>
  ),
  rotated_box: <path d="M22 54 66 32l14 28-44 22zM92 80l30-18 9 15-30 18z" stroke={PALETTE[1]} />,
  ellipse: <ellipse cx="68" cy="58" rx="42" ry="26" stroke={PALETTE[2]} transform="rotate(-18 68 58)" />,
  mask: (
    <path
      d="M28 66c-4-20 14-34 32-28s18-6 34 2 18 34 2 44-30 2-44 6-22-8-24-24z"
      stroke={PALETTE[4]}
      fill={PALETTE[4]}
      fillOpacity="0.4"
    />
  ),
  polygon: (
    <path d="M24 78 40 34l34-10 30 22 8 36-40 14z" stroke={PALETTE[3]} fill={PALETTE[3]} fillOpacity="0.2" />
  ),
  polyline: <path d="M8 100 44 70 78 62 104 30 132 18" stroke={PALETTE[1]} />,
  point: (
    <g stroke="none">
      {[
        [52, 42],
        [88, 42],
        [70, 60],
        [58, 78],
        [84, 78],
      ].map(([x, y], at) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="4.5" fill={PALETTE[at]} stroke="#ffffff" />
      ))}
    </g>
  ),
};

function Panel({ questions, coloured }: { questions: NonNullable<Loose["questions"]>; coloured: boolean }) {
  let y = 12;
  return (
    <g transform="translate(170 0)">
      {questions.slice(0, 3).map((question, at) => {
        const top = y;
        const { height, drawn } = widget(question, coloured && at === 0);
        if (top + 12 + height > 124) return null;
        y += height + 22;
        return (
          <g key={`${question.kind} ${top}`} transform={`translate(0 ${top})`}>
            <rect className="sketch__name" width={[46, 38, 50][at]} height="5" rx="2.5" />
            <g transform="translate(0 12)">{drawn}</g>
          </g>
        );
      })}
    </g>
  );
}

type Widget = { height: number; drawn: React.ReactNode };

function widget(question: NonNullable<Loose["questions"]>[number], coloured: boolean): Widget {
  const rows = Math.min(4, Math.max(2, question.config?.values?.length ?? 3));
  if (["choice", "choices", "tree", "pairwise", "ranking"].includes(question.kind))
    return {
      height: rows * 13,
      drawn: Array.from({ length: rows }, (_, at) => {
        const x = question.kind === "tree" && at % 3 > 0 ? 9 : 0;
        const round = ["choice", "pairwise"].includes(question.kind) && !coloured;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a drawing.
          <g key={at} transform={`translate(${x} ${at * 13})`}>
            <rect
              className={coloured ? "" : at === 0 ? "sketch__chosen" : "sketch__box"}
              fill={coloured ? PALETTE[at] : undefined}
              width="8"
              height="8"
              rx={round ? 4 : 2}
            />
            <rect className="sketch__text" x="13" y="2" width={[40, 32, 44, 28][at]} height="4" rx="2" />
          </g>
        );
      }),
    };
  if (question.kind === "rating")
    return {
      height: 12,
      drawn: [0, 1, 2, 3, 4].map((at) => (
        <rect
          key={at}
          className={at === 3 ? "sketch__chosen" : "sketch__box"}
          x={at * 12}
          width="9"
          height="11"
          rx="2"
        />
      )),
    };
  if (question.kind === "yes_no")
    return {
      height: 13,
      drawn: (
        <>
          <rect className="sketch__chosen" width="26" height="12" rx="3" />
          <rect className="sketch__box" x="31" width="26" height="12" rx="3" />
        </>
      ),
    };
  const height = question.kind === "text" ? 34 : 13;
  return {
    height,
    drawn: <rect className="sketch__box" width={question.kind === "text" ? 58 : 34} height={height} rx="3" />,
  };
}
