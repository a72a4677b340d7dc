// The frame of every plot: the question it answers as its title, the drawing, its numbers as a table, and a menu to
// save it. Marks tell their number by pointer and by arrow keys alike.

import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from "react";

import { t } from "../../i18n";
import { Button } from "../Button";
import { Icon } from "../Icon";
import { announce } from "../Toast";
import { saveCsv, savePng, saveSvg, type TableData } from "./save";
import { useWidth } from "./useWidth";
import "./plot.css";

export interface Mark {
  /** Where the tip points at. */
  x: number;
  y: number;
  /** The number and how many it rests on, in words. */
  text: string;
}

interface PlotProps {
  title: string;
  /** What it shows, said in a sentence; also what a screen reader hears first. */
  summary?: ReactNode;
  table: TableData;
  height: number;
  /** Draws into `width`; marks in the order in which arrow keys go through them. */
  draw(width: number): { drawing: ReactNode; marks: readonly Mark[] };
  /** Instead of a drawing: why there is none yet. */
  tooLittle?: string | null;
  legend?: ReactNode;
  wide?: boolean;
}

export function Plot({ title, summary, table, height, draw, tooLittle, legend, wide }: PlotProps) {
  const id = useId();
  const svg = useRef<SVGSVGElement>(null);
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className={wide ? "plot plot--wide" : "plot"} aria-labelledby={id}>
      <figcaption className="plot__head">
        <h3 id={id}>{title}</h3>
        {!tooLittle && (
          <Menu title={title} table={table} svg={svg} asTable={asTable} show={() => setAsTable(!asTable)} />
        )}
      </figcaption>
      {summary && <p className="plot__summary">{summary}</p>}
      {tooLittle ? (
        <p className="plot__little muted">{tooLittle}</p>
      ) : asTable ? (
        <Numbers table={table} title={title} />
      ) : (
        <Drawing title={title} height={height} draw={draw} svg={svg} />
      )}
      {!tooLittle && !asTable && legend}
    </figure>
  );
}

interface DrawingProps extends Pick<PlotProps, "title" | "height" | "draw"> {
  svg: React.RefObject<SVGSVGElement | null>;
}

function Drawing({ title, height, draw, svg }: DrawingProps) {
  const [box, width] = useWidth();
  const [active, setActive] = useState<number | null>(null);
  const { drawing, marks } = width > 0 ? draw(width) : { drawing: null, marks: [] };
  const at = active === null ? undefined : marks[active];

  const go = (index: number) => {
    const mark = marks[index];
    if (!mark) return;
    setActive(index);
    announce(mark.text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = marks.length - 1;
    const from = active ?? -1;
    const to: { [key: string]: number } = {
      ArrowRight: Math.min(last, from + 1),
      ArrowDown: Math.min(last, from + 1),
      ArrowLeft: Math.max(0, from - 1),
      ArrowUp: Math.max(0, from - 1),
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      go(next);
    } else if (event.key === "Escape") setActive(null);
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    setActive(nearest(marks, event.clientX - left, event.clientY - top));
  };
  return (
    <div ref={box} className="plot__box">
      <svg
        ref={svg}
        className="plot__svg"
        height={height}
        width={width || 1}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the marks; one stop for all of them
        tabIndex={0}
        aria-label={`${title} ${t("plot.keys")}`}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setActive(null)}
        onBlur={() => setActive(null)}
      >
        {drawing}
        {at && <circle data-passing cx={at.x} cy={at.y} r={5} className="plot__active" />}
      </svg>
      {at && <Tip mark={at} width={width} />}
    </div>
  );
}

function nearest(marks: readonly Mark[], x: number, y: number): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  marks.forEach((mark, index) => {
    const apart = Math.hypot(mark.x - x, (mark.y - y) / 2);
    if (apart < least) [best, least] = [index, apart];
  });
  return best;
}

/** Beside its mark, on the side that has the room. */
function Tip({ mark, width }: { mark: Mark; width: number }) {
  const style =
    mark.x < width / 2 ? { left: mark.x + 10, top: mark.y } : { right: width - mark.x + 10, top: mark.y };
  return (
    <div className="plot__tip" style={style} aria-hidden="true">
      {mark.text}
    </div>
  );
}

const MENU_ROOM = 180;

/** Under the button, above it where the window ends too soon; its end at the button's end. */
function besides(button: HTMLElement): string {
  const { top, bottom, left, right } = button.getBoundingClientRect();
  const { clientWidth, clientHeight, dir } = document.documentElement;
  const below = bottom + MENU_ROOM < clientHeight;
  const [over, under] = below ? [`${bottom + 2}px`, "auto"] : ["auto", `${clientHeight - top + 2}px`];
  return dir === "rtl" ? `${over} auto ${under} ${left}px` : `${over} ${clientWidth - right}px ${under} auto`;
}

interface MenuProps {
  title: string;
  table: TableData;
  svg: React.RefObject<SVGSVGElement | null>;
  asTable: boolean;
  show(): void;
}

function Menu({ title, table, svg, asTable, show }: MenuProps) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState("");
  const then = (act: () => unknown) => () => {
    menu.current?.hidePopover();
    act();
  };
  return (
    <>
      <Button
        look="quiet"
        icon
        className="plot__menu"
        popoverTarget={id}
        onClick={(event) => {
          setPlace(besides(event.currentTarget));
        }}
        tip={t("plot.tip")}
        aria-label={t("plot.menu", { title })}
        data-tip-side="end"
      >
        <Icon name="download" />
      </Button>
      <div id={id} ref={menu} className="menu" popover="auto" style={{ inset: place }}>
        <button type="button" className="menu__item" onClick={then(show)}>
          {asTable ? t("plot.as_plot") : t("plot.as_table")}
        </button>
        <hr className="menu__line" />
        {!asTable && (
          <>
            <button
              type="button"
              className="menu__item"
              onClick={then(() => svg.current && savePng(svg.current, title))}
            >
              {t("plot.png")}
            </button>
            <button
              type="button"
              className="menu__item"
              onClick={then(() => svg.current && saveSvg(svg.current, title))}
            >
              {t("plot.svg")}
            </button>
          </>
        )}
        <button type="button" className="menu__item" onClick={then(() => saveCsv(table, title))}>
          {t("plot.csv")}
        </button>
      </div>
    </>
  );
}

function Numbers({ table, title }: { table: TableData; title: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard
    <section className="plot__table" tabIndex={0} aria-label={title}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.join("\u0000")}>
              {row.map((value, n) => (
                <td key={table.columns[n]} className={typeof value === "number" ? "num" : ""}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
