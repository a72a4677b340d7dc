// Counts over time: a column for each day or hour.

import { formatNumber } from "../../i18n";
import { Plot } from "./Plot";
import type { TableData } from "./save";
import { everySo, linear, roundUp } from "./scale";

export interface Column {
  id: string;
  /** Under the axis, where there is room. */
  name: string;
  value: number;
  text: string;
}

interface ColumnsProps {
  title: string;
  summary?: string;
  columns: readonly Column[];
  table: TableData;
  tooLittle?: string | null;
}

const HEIGHT = 180;
const AXIS = 22;
const LEFT = 40;
const RIGHT = 16;
const NAME_ROOM = 56;

export function Columns({ title, summary, columns, table, tooLittle }: ColumnsProps) {
  const top = roundUp(Math.max(1, ...columns.map(({ value }) => value)));
  const draw = (width: number) => {
    const y = linear(0, top, HEIGHT - AXIS, 8);
    const right = width - RIGHT;
    const step = (right - LEFT) / Math.max(1, columns.length);
    const wide = Math.min(40, Math.max(1, step * 0.72));
    const middle = (n: number) => LEFT + step * (n + 0.5);
    const named = everySo(columns.length, (right - LEFT) / NAME_ROOM);
    return {
      drawing: (
        <>
          {y.ticks.filter(Number.isInteger).map((tick) => (
            <g key={tick}>
              <line className="plot__grid" x1={LEFT} x2={right} y1={y(tick)} y2={y(tick)} />
              <text x={LEFT - 8} y={y(tick)} textAnchor="end">
                {formatNumber(tick)}
              </text>
            </g>
          ))}
          {columns.map((column, n) => (
            <g key={column.id}>
              <rect
                className="plot__bar"
                x={middle(n) - wide / 2}
                width={wide}
                y={y(column.value)}
                height={HEIGHT - AXIS - y(column.value)}
              />
              {(columns.length - 1 - n) % named === 0 && (
                <text x={middle(n)} y={HEIGHT - AXIS / 2 + 2} textAnchor="middle">
                  {column.name}
                </text>
              )}
            </g>
          ))}
          <line className="plot__axis" x1={LEFT} x2={right} y1={HEIGHT - AXIS} y2={HEIGHT - AXIS} />
        </>
      ),
      marks: columns.map((column, n) => ({ x: middle(n), y: y(column.value), text: column.text })),
    };
  };
  return (
    <Plot
      title={title}
      summary={summary}
      table={table}
      height={HEIGHT}
      draw={draw}
      tooLittle={tooLittle ?? null}
    />
  );
}
