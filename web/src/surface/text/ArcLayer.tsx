import { type CSSProperties, useMemo } from "react";

import type { SurfaceLink } from "../links";
import { arcsOf } from "./arcs";
import type { Line } from "./measure";

interface ArcLayerProps {
  links: readonly SurfaceLink[];
  lines: ReadonlyMap<string, Line[]>;
  selected: string | null;
  onSelect(id: string): void;
}

/** Relations as arcs above the text. Also in the region list, which is what keys and screen readers use. */
export function ArcLayer({ links, lines, selected, onSelect }: ArcLayerProps) {
  const arcs = useMemo(() => arcsOf(links, lines), [links, lines]);
  return (
    <div className="arcs" aria-hidden="true">
      <svg className="arcs__lines" aria-hidden="true">
        {arcs.map((arc) => (
          <g
            key={arc.id}
            className="arc"
            data-selected={arc.id === selected}
            data-suggestion={arc.suggestion}
            style={{ "--ink": arc.ink.colour } as CSSProperties}
          >
            <path className="arc__line" d={arc.path} />
            <path className="arc__head" d={arc.heads} />

            {/* biome-ignore lint/a11y/noStaticElementInteractions: a wider line to click on; keys use the list. */}
            <path className="arc__hit" d={arc.path} onClick={() => onSelect(arc.id)} />
          </g>
        ))}
      </svg>
      {arcs.map((arc) => (
        <button
          key={arc.id}
          type="button"
          tabIndex={-1}
          className="arc__label"
          data-selected={arc.id === selected}
          data-suggestion={arc.suggestion}
          style={{ "--ink": arc.ink.colour, left: arc.middle.x, top: arc.middle.y } as CSSProperties}
          onClick={() => onSelect(arc.id)}
        >
          {arc.label || "?"}
        </button>
      ))}
    </div>
  );
}
