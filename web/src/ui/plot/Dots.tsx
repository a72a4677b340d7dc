// Estimates with their intervals, one under the other; what has too little behind it says so in words.

import type { ReactNode } from "react";

import { formatNumber } from "../../i18n";
import { Plot } from "./Plot";
import type { TableData } from "./save";
import { linear } from "./scale";
import { cut, roomFor } from "./text";

export interface Dot {
  name: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** Instead of a dot: why there is none. */
  note: string;
  text: string;
  /** Of another kind than the others. */
  other?: boolean;
}

interface DotsProps {
  title: string;
  summary?: string;
  dots: readonly Dot[];
  table: TableData;
  legend?: ReactNode;
  tooLittle?: string | null;
}

const ROW = 28;
const AXIS = 24;

export function Dots({ title, summary, dots, table, legend, tooLittle }: DotsProps) {
  const low = Math.min(0, ...dots.map((dot) => Math.floor((dot.low ?? dot.value ?? 0) * 5) / 5));
  const height = dots.length * ROW + AXIS;
  const draw = (width: number) => {
    const names = roomFor(
      dots.map(({ name }) => name),
      60,
      width * 0.4,
    );
    const x = linear(low, 1, names + 4, width - 14, 5);
    return {
      drawing: (
        <>
          {x.ticks.map((tick) => (
            <g key={tick}>
              <line className="plot__grid" x1={x(tick)} x2={x(tick)} y1={0} y2={height - AXIS} />
              <text x={x(tick)} y={height - AXIS / 2 + 2} textAnchor="middle">
                {formatNumber(tick)}
              </text>
            </g>
          ))}
          {dots.map((dot, n) => (
            <Row key={dot.name} dot={dot} y={n * ROW + ROW / 2} names={names} x={x} />
          ))}
        </>
      ),
      marks: dots.map((dot, n) => ({ x: x(dot.value ?? low), y: n * ROW + ROW / 2, text: dot.text })),
    };
  };
  return (
    <Plot
      title={title}
      summary={summary}
      table={table}
      height={height}
      draw={draw}
      legend={legend}
      tooLittle={tooLittle ?? null}
    />
  );
}

function Row({ dot, y, names, x }: { dot: Dot; y: number; names: number; x(value: number): number }) {
  return (
    <g>
      <text className="plot__strong" x={names - 8} y={y} textAnchor="end">
        {cut(dot.name, names - 8)}
      </text>
      {dot.value === null ? (
        <text className="plot__note" x={names + 10} y={y}>
          {dot.note}
        </text>
      ) : (
        <>
          {dot.low !== null && dot.high !== null && (
            <line className="plot__interval" x1={x(dot.low)} x2={x(dot.high)} y1={y} y2={y} />
          )}
          {dot.other ? (
            <rect
              className="plot__dot--other"
              x={x(dot.value) - 4.5}
              y={y - 4.5}
              width={9}
              height={9}
              transform={`rotate(45 ${x(dot.value)} ${y})`}
            />
          ) : (
            <circle className="plot__dot" cx={x(dot.value)} cy={y} r={5} />
          )}
        </>
      )}
    </g>
  );
}
