// A count that grows towards a goal, and where it is heading: a line, then a band.

import { formatNumber } from "../../i18n";
import { Plot } from "./Plot";
import type { TableData } from "./save";
import { linear, roundUp } from "./scale";

export interface Point {
  /** Any unit that grows with time. */
  at: number;
  value: number;
  text: string;
}

interface LineProps {
  title: string;
  summary?: React.ReactNode;
  points: readonly Point[];
  goal: number;
  goalName: string;
  /** When the goal is reached; `late` null: perhaps not within what is drawn. */
  ahead: { early: number; likely: number; late: number | null; text: string } | null;
  nameOf(at: number): string;
  table: TableData;
  tooLittle?: string | null;
}

const HEIGHT = 220;
const AXIS = 22;
const LEFT = 48;
const NAME_ROOM = 90;

export function Line(props: LineProps) {
  const { title, summary, points, goal, goalName, ahead, nameOf, table, tooLittle } = props;
  const first = points[0];
  const last = points[points.length - 1];
  const draw = (width: number) => {
    if (!first || !last) return { drawing: null, marks: [] };
    const right = width - 12;
    const furthest = ahead
      ? Math.max(ahead.likely, ahead.late ?? ahead.likely * 1.6 - last.at * 0.6)
      : last.at;
    const x = linear(first.at, Math.max(furthest, last.at, first.at + 1), LEFT, right);
    const y = linear(0, roundUp(Math.max(goal, last.value, 1)), HEIGHT - AXIS, 10);
    const floor = HEIGHT - AXIS;
    const path = points.map(({ at, value }, n) => `${n ? "L" : "M"}${x(at)} ${y(value)}`).join("");
    const here = `${x(last.at)} ${y(last.value)}`;
    const rise = (end: number) => `L${x(end)} ${y(goal)}`;
    const late = ahead ? (ahead.late ?? furthest) : 0;
    const names = Math.max(2, Math.floor((width - LEFT) / NAME_ROOM));
    const from = first.at;
    const until = Math.max(furthest, last.at, from + 1);
    const dates = Array.from({ length: names }, (_, n) => from + ((until - from) * (n + 0.5)) / names);
    return {
      drawing: (
        <>
          {y.ticks.map((tick) => (
            <g key={tick}>
              <line className="plot__grid" x1={LEFT} x2={right} y1={y(tick)} y2={y(tick)} />
              <text x={LEFT - 8} y={y(tick)} textAnchor="end">
                {formatNumber(tick)}
              </text>
            </g>
          ))}
          {dates.map((at) => (
            <text key={at} x={x(at)} y={HEIGHT - AXIS / 2 + 2} textAnchor="middle">
              {nameOf(at)}
            </text>
          ))}
          <path className="plot__area" d={`${path}L${x(last.at)} ${floor}L${x(from)} ${floor}Z`} />
          {ahead && <path className="plot__band" d={`M${here}${rise(ahead.early)}${rise(late)}Z`} />}
          {ahead && <path className="plot__line plot__line--ahead" d={`M${here}${rise(ahead.likely)}`} />}
          <path className="plot__line" d={path} />
          <line className="plot__goal" x1={LEFT} x2={right} y1={y(goal)} y2={y(goal)} />
          <text x={LEFT + 4} y={y(goal) - 8 < 8 ? y(goal) + 10 : y(goal) - 8}>
            {goalName}
          </text>
          <line className="plot__axis" x1={LEFT} x2={right} y1={floor} y2={floor} />
        </>
      ),
      marks: [
        ...points.map(({ at, value, text }) => ({ x: x(at), y: y(value), text })),
        ...(ahead ? [{ x: x(ahead.likely), y: y(goal), text: ahead.text }] : []),
      ],
    };
  };
  return (
    <Plot
      title={title}
      summary={summary}
      table={table}
      height={HEIGHT}
      draw={draw}
      tooLittle={tooLittle ?? (first ? null : "")}
      wide
    />
  );
}
