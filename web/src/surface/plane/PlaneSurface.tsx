// The plane surface in React: two canvases, the tools at their edge, and the controller that does the work.

import { useCallback, useEffect, useRef, useState } from "react";

import type { Ink } from "../../core/options";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Technical } from "../../ui/States";
import { useLatest, useSignal } from "../../ui/use";
import type { SurfaceHandle } from "../handle";
import type { SurfaceLink } from "../links";
import { NO_ADJUST } from "./adjust";
import { brush } from "./brush";
import { PlaneController } from "./controller";
import { PlaneTools } from "./PlaneTools";
import { PlaneView } from "./PlaneView";
import { loadPicture, type Picture } from "./picture";
import { Pinch } from "./pinch";
import type { Changed } from "./props";
import type { PlaneItem, PlaneShapes } from "./scene";
import { showRulers } from "./showRulers";
import "./plane.css";

export interface PlaneSurfaceProps {
  picture: { url: string; name: string } | null;
  name: string;
  shapes: PlaneShapes;
  tools: readonly string[];
  /** Shapes can be looked at and selected, not changed. */
  locked?: boolean;
  items: readonly PlaneItem[];
  links?: readonly SurfaceLink[];
  selected: string | null;
  others?: readonly string[];
  tool: string | null;
  ink: Ink;
  onSelect(id: string | null): void;
  onTool(tool: string | null): void;
  onMade(shape: string, value: unknown): void;
  onChanged(list: readonly Changed[], merge?: string): void;
  /** Erased to the last pixel. */
  onRemoved(id: string): void;
  onToggle?(id: string): void;
  onSelectAll?(ids: readonly string[]): void;
  onHandle(handle: SurfaceHandle | null): void;
}

const NO_LINKS: readonly SurfaceLink[] = [];
const NONE: readonly string[] = [];

export function PlaneSurface(props: PlaneSurfaceProps) {
  const {
    picture: address,
    shapes,
    items,
    selected,
    tool,
    ink,
    locked = false,
    links = NO_LINKS,
    others = NONE,
  } = props;
  const host = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const top = useRef<HTMLCanvasElement>(null);
  const controller = useRef<PlaneController | null>(null);
  const latest = useLatest(props);
  const [told, setTold] = useState({ scale: 1, drawing: false, cursor: "default", crosshair: false });
  const [adjust, setAdjust] = useState(NO_ADJUST);
  const rulers = useSignal(showRulers);
  const hand = useSignal(brush);
  const pinch = useRef(new Pinch());
  const { picture, error, retry } = usePicture(address);

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; later props come through `set`.
  useEffect(() => {
    const area = host.current;
    if (!area || !base.current || !top.current) return;
    const made = new PlaneController(
      base.current,
      top.current,
      shapes,
      { items, links, selected, others, tool, ink, locked, adjust, rulers },
      {
        select: (id) => latest.current.onSelect(id),
        made: (shape, value) => latest.current.onMade(shape, value),
        changed: (list, merge) => latest.current.onChanged(list, merge),
        removed: (id) => latest.current.onRemoved(id),
        toggle: (id) => latest.current.onToggle?.(id),
        selectAll: (ids) => latest.current.onSelectAll?.(ids),
        told: (state) => setTold((old) => (same(old, state) ? old : state)),
      },
    );
    controller.current = made;
    const observer = new ResizeObserver(() =>
      made.resize({ width: area.clientWidth, height: area.clientHeight }),
    );
    observer.observe(area);
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.shiftKey) made.pan({ x: -event.deltaY || -event.deltaX, y: 0 });
      else made.zoom(Math.exp(-step(event) * 0.0018), place(area, event));
    };
    // Not through React: it listens passively, and the page would scroll or zoom as well.
    area.addEventListener("wheel", wheel, { passive: false });
    latest.current.onHandle(handleOf(made, area));
    return () => {
      observer.disconnect();
      area.removeEventListener("wheel", wheel);
      latest.current.onHandle(null);
      made.dispose();
      controller.current = null;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the circle at the pointer follows the brush.
  useEffect(() => {
    controller.current?.set({ items, links, selected, others, tool, ink, locked, adjust, rulers });
  }, [items, links, selected, others, tool, ink, locked, adjust, rulers, hand]);

  useEffect(() => controller.current?.show(picture), [picture]);

  const pointer = useCallback(
    (type: "down" | "move" | "up" | "double", event: React.PointerEvent | React.MouseEvent) => {
      const area = host.current;
      if (!area) return;
      controller.current?.pointer(type, place(area, event), {
        shift: event.shiftKey,
        alt: event.altKey,
        snap: event.ctrlKey || event.metaKey,
        hand: event.button === 1,
      });
    },
    [],
  );

  const size = picture ? { width: picture.width, height: picture.height } : { width: 0, height: 0 };
  return (
    <div className="plane">
      {props.tools.length > 0 && (
        <PlaneTools tools={props.tools} shapes={shapes} tool={tool} onTool={props.onTool} />
      )}
      <div
        ref={host}
        className="plane__area"
        role="application"
        aria-label={`${props.name}. ${t("tool.image_label", { ...size, count: items.length, place: "I" })}`}
        aria-description={locked ? undefined : t("tool.more_hint")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: role application takes keys.
        tabIndex={0}
        data-surface="plane"
        style={{ cursor: told.cursor }}
        onPointerDown={(event) => {
          if (event.button > 1) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          // A second finger moves the picture: what the first one began is left.
          if (pinch.current.down(event.pointerId, event)) controller.current?.cancel();
          else pointer("down", event);
        }}
        onPointerMove={(event) => {
          const moved = pinch.current.move(event.pointerId, event);
          const area = host.current;
          if (!moved) pointer("move", event);
          else if (area) controller.current?.pinched(moved.pan, moved.factor, place(area, moved.at));
        }}
        onPointerUp={(event) => {
          if (!pinch.current.up(event.pointerId)) pointer("up", event);
        }}
        onPointerCancel={(event) => {
          pinch.current.up(event.pointerId);
          controller.current?.cancel();
        }}
        onPointerLeave={() => controller.current?.leave()}
        onDoubleClick={(event) => pointer("double", event)}
        onContextMenu={(event) => event.preventDefault()}
      >
        <canvas ref={base} className="plane__canvas" />
        <canvas ref={top} className="plane__canvas" />
        {!picture && !error && <span className="skeleton plane__wait" />}
        {error !== null && (
          <div className="plane__error" role="alert">
            <h2>{t("label.image_failed")}</h2>
            <p>{t("label.image_failed_text")}</p>
            <Button onClick={retry}>{t("app.retry")}</Button>
            <Technical error={error} />
          </div>
        )}
      </div>
      {told.drawing && !told.crosshair && tool?.startsWith("poly") && (
        <p className="plane__hint">{t("tool.drawing_hint", { finish: "⏎", back: "⌫", cancel: "Esc" })}</p>
      )}
      <PlaneView
        scale={told.scale}
        adjust={adjust}
        onAdjust={setAdjust}
        onZoom={(factor) => controller.current?.zoom(factor)}
        onFit={() => controller.current?.fit()}
      />
    </div>
  );
}

function usePicture(address: { url: string; name: string } | null) {
  const [picture, setPicture] = useState<Picture | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const url = address?.url;
  const name = address?.name;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks again.
  useEffect(() => {
    if (url === undefined) return setError(new Error("no address"));
    let gone = false;
    setError(null);
    loadPicture(url, name).then(
      (loaded) => !gone && setPicture(loaded),
      (failure) => !gone && setError(failure),
    );
    return () => {
      gone = true;
    };
  }, [url, name, tries]);
  return { picture, error, retry: () => setTries(tries + 1) };
}

function handleOf(controller: PlaneController, area: HTMLElement): SurfaceHandle {
  return {
    focus: () => area.focus(),
    reveal: (id) => controller.reveal(id),
    hover: (id) => controller.hover(id),
    cancel: () => controller.cancel(),
    finish: () => controller.whileDrawing("finish"),
    vertexBack: () => controller.whileDrawing("back"),
    arrow: (by, fast, size) => controller.arrow(by, fast, size),
    press: () => controller.press(),
    hold: (hand) => controller.hold(hand),
    place: () => controller.place(),
    walkHandles: (forward) => void controller.walkHandles(forward),
    dropVertex: () => controller.dropVertex(),
    fit: () => controller.fit(),
    zoomSelected: () => controller.zoomSelected(),
    zoomExactly: () => controller.zoomExactly(),
    zoom: (factor) => controller.zoom(factor),
  };
}

function place(area: HTMLElement, event: { readonly clientX: number; readonly clientY: number }) {
  const rect = area.getBoundingClientRect();
  return { x: event.clientX - rect.left, y: event.clientY - rect.top };
}

/** Wheel steps in pixels; a mouse that counts lines gives about 20 for each. Pinches come small and are enlarged. */
function step(event: WheelEvent): number {
  const pixels = event.deltaMode === 1 ? event.deltaY * 20 : event.deltaY;
  return event.ctrlKey && Math.abs(pixels) < 40 ? pixels * 5 : pixels;
}

type Told = { scale: number; drawing: boolean; cursor: string; crosshair: boolean };
const same = (a: Told, b: Told) =>
  a.scale === b.scale && a.drawing === b.drawing && a.cursor === b.cursor && a.crosshair === b.crosshair;
