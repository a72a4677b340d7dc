// Categories by how often: a bar each, its number beside it.

import { useId } from "react";

import type { Ink } from "../../core/options";
import { Plot } from "./Plot";
import type { TableData } from "./save";
import { cut, roomFor } from "./text";

export interface Bar {
  name: string;
  value: number;
  /** The number as it is written beside the bar. */
  shown: string;
  text: string;
  ink?: Ink;
}

interface BarsProps {
  title: string;
  summary?: string;
  bars: readonly Bar[];
  table: TableData;
  tooLittle?: string | null;
}

const ROW = 26;
const THICK = 16;

export function Bars({ title, summary, bars, table, tooLittle }: BarsProps) {
  const id = useId();
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const draw = (width: number) => {
    const names = roomFor(
      bars.map(({ name }) => name),
      40,
      width * 0.36,
    );
    const numbers = roomFor(
      bars.map(({ shown }) => shown),
      30,
      width * 0.3,
    );
    const long = Math.max(20, width - names - numbers - 8);
    const end = (value: number) => names + (value / most) * long;
    return {
      drawing: (
        <>
          <Patterns id={id} />
          {bars.map((bar, n) => {
            const y = n * ROW + (ROW - THICK) / 2;
            const size = { x: names, y, height: THICK, width: Math.max(1, end(bar.value) - names), rx: 2 };
            return (
              <g key={bar.name}>
                <text className="plot__strong" x={names - 8} y={y + THICK / 2} textAnchor="end">
                  {cut(bar.name, names - 8)}
                </text>
                <rect className={bar.ink ? undefined : "plot__bar"} fill={bar.ink?.colour} {...size} />
                {bar.ink?.pattern ? <rect fill={`url(#${id}-${bar.ink.pattern})`} {...size} /> : null}
                <text x={end(bar.value) + 6} y={y + THICK / 2}>
                  {bar.shown}
                </text>
              </g>
            );
          })}
        </>
      ),
      marks: bars.map((bar, n) => ({ x: end(bar.value), y: n * ROW + ROW / 2, text: bar.text })),
    };
  };
  return (
    <Plot
      title={title}
      summary={summary}
      table={table}
      height={Math.max(1, bars.length) * ROW}
      draw={draw}
      tooLittle={tooLittle ?? null}
    />
  );
}

/** Past twelve colours labels differ by pattern, in bars as on swatches. */
function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={`${id}-1`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="2.5" height="6" className="plot__hatch" />
      </pattern>
      <pattern id={`${id}-2`} width="6" height="6" patternUnits="userSpaceOnUse">
        <circle cx="3" cy="3" r="1.4" className="plot__hatch" />
      </pattern>
    </defs>
  );
}
