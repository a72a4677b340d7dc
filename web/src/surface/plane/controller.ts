// The plane surface without React: holds the view, feeds the tool's state machine, repaints when something changed.

import { clamp, type Point, type Rect } from "../../core/geometry";
import type { Ink } from "../../core/options";
import { linkAt, type SurfaceLink } from "../links";
import { inside, rounded } from "./fit";
import { type PlacedLink, placed } from "./links";
import { paintBase, paintTop } from "./painter";
import type { Picture } from "./picture";
import { type PlaneItem, type PlaneShapes, Scene } from "./scene";
import { act, IDLE, type Outcome, type PointerAct, type ToolState } from "./tools";
import { fitted, inSight, panned, revealing, type Size, toImage, type View, zoomed } from "./view";

export interface PlaneProps {
  items: readonly PlaneItem[];
  links: readonly SurfaceLink[];
  selected: string | null;
  tool: string | null;
  ink: Ink;
  locked: boolean;
  adjust: { brightness: number; contrast: number };
}

export interface PlaneEvents {
  select(id: string | null): void;
  made(shape: string, value: unknown): void;
  changed(id: string, value: unknown, merge?: string): void;
  /** Cursor, zoom or drawing state changed: the frame around may want to show it. */
  told(state: { scale: number; drawing: boolean; cursor: string; crosshair: boolean }): void;
}

const SLOP = 7;

export class PlaneController {
  private view: View = { scale: 1, x: 0, y: 0 };
  private screen: Size = { width: 0, height: 0 };
  private picture: Picture | null = null;
  private scene: Scene;
  private state: ToolState = IDLE;
  private links: readonly PlacedLink[];
  private draft: { item: PlaneItem } | null = null;
  private hovered: string | null = null;
  private handle: string | null = null;
  private crosshair: Point | null = null;
  private handHeld = false;
  private untouched = true;
  private frame = 0;
  private stale = { base: true, top: true };
  private focusRing = "#7ea2ff";

  constructor(
    private readonly base: HTMLCanvasElement,
    private readonly top: HTMLCanvasElement,
    private readonly shapes: PlaneShapes,
    private props: PlaneProps,
    private readonly events: PlaneEvents,
  ) {
    this.scene = new Scene(props.items, shapes);
    this.links = placed(props.links, this.scene);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.picture?.ready.delete(this.repaintBase);
  }

  set(props: PlaneProps): void {
    const before = this.props;
    this.props = props;
    if (props.items !== before.items) this.scene = new Scene(props.items, this.shapes, this.scene);
    if (props.items !== before.items || props.links !== before.links)
      this.links = placed(props.links, this.scene);
    if (props.tool !== before.tool) {
      this.state = IDLE;
      this.draft = null;
      this.crosshair = null;
    }
    if (props.selected !== before.selected) this.handle = null;
    this.tell();
    this.repaint(true);
  }

  show(picture: Picture | null): void {
    this.picture?.ready.delete(this.repaintBase);
    this.picture = picture;
    picture?.ready.add(this.repaintBase);
    this.untouched = true;
    this.fit();
  }

  resize(screen: Size): void {
    this.screen = screen;
    // While nobody has zoomed, the whole picture stays in sight.
    if (this.untouched) this.fit();
    else this.repaint(true);
  }

  fit(): void {
    if (!this.picture || this.screen.width === 0) return;
    this.view = fitted(this.picture, this.screen);
    this.untouched = true;
    this.tell();
    this.repaint(true);
  }

  zoom(factor: number, at: Point = { x: this.screen.width / 2, y: this.screen.height / 2 }): void {
    if (!this.picture) return;
    this.view = zoomed(this.view, at, factor, this.picture, this.screen);
    this.untouched = false;
    this.tell();
    this.repaint(true);
  }

  pan(by: Point): void {
    if (!this.picture) return;
    this.view = panned(this.view, by, this.picture, this.screen);
    this.untouched = false;
    this.repaint(true);
  }

  reveal(id: string): void {
    const index = this.scene.items.findIndex((item) => item.id === id);
    const bounds = this.scene.bounds[index];
    if (!bounds || !this.picture) return;
    this.view = revealing(this.view, bounds, this.picture, this.screen);
    this.repaint(true);
  }

  hover(id: string | null): void {
    if (id === this.hovered) return;
    this.hovered = id;
    this.repaint(false);
  }

  hold(hand: boolean): void {
    this.handHeld = hand;
    this.tell();
  }

  get drawing(): boolean {
    return this.state.mode === "drawing";
  }

  /** Esc: leaves what is under way. False if nothing was. */
  cancel(): boolean {
    const busy = this.state.mode !== "idle" || this.crosshair !== null;
    this.crosshair = null;
    this.carryOut(act(this.state, this.at("cancel", { x: 0, y: 0 }), this.context()));
    return busy;
  }

  /** Enter while drawing ends the shape, Backspace takes back its last vertex. False if nothing is being drawn. */
  whileDrawing(type: "finish" | "back"): boolean {
    if (this.state.mode !== "drawing") return false;
    this.carryOut(act(this.state, this.at(type, this.lastAt), this.context()));
    return true;
  }

  private lastAt: Point = { x: 0, y: 0 };

  pointer(
    type: "down" | "move" | "up" | "double",
    screen: Point,
    keys: { shift: boolean; hand: boolean },
  ): void {
    if (!this.picture) return;
    const event = { ...this.at(type, toImage(this.view, screen)), screen, regular: keys.shift };
    event.hand = keys.hand || this.handHeld;
    if (this.crosshair && type === "move" && this.state.mode === "idle") this.crosshair = null;
    this.lastAt = event.at;
    if (type === "move" && this.state.mode === "idle") this.look(event);
    if (type === "down" && this.pressedLink(event)) return;
    this.carryOut(act(this.state, event, this.context()));
  }

  /** A relation's line is chosen by a press on it, where no region lies under the pointer. */
  private pressedLink({ at, slop, hand }: PointerAct): boolean {
    if (this.links.length === 0 || hand || this.props.tool !== null || this.state.mode !== "idle")
      return false;
    const link = linkAt(this.links, at, slop);
    if (!link || this.scene.find(at, slop, this.props.selected)?.hit.on === "handle") return false;
    this.events.select(link.id);
    return true;
  }

  // --- by keyboard -------------------------------------------------------------------------------

  /** Arrow keys: move the focused handle, else the selected shape, else the keyboard's own pointer. */
  arrow(by: Point, fast: boolean, size: boolean): boolean {
    if (!this.picture) return false;
    // One screen pixel, but never less than one of the picture.
    const step = Math.max(1, Math.round(1 / this.view.scale)) * (fast ? 10 : 1);
    const delta = { x: by.x * step, y: by.y * step };
    const item = this.scene.get(this.props.selected);
    if (this.state.mode !== "drawing" && item && !this.props.locked) {
      this.nudge(item, delta, size);
      return true;
    }
    if (this.props.tool === null || this.props.locked) return false;
    this.steer(delta);
    return true;
  }

  private nudge(item: PlaneItem, by: Point, size: boolean): void {
    const shape = this.shapes[item.shape];
    if (!shape) return;
    const handle = this.handle ?? (size ? shape.grip : undefined);
    const grip = handle ? shape.handles(item.value).find(({ id }) => id === handle) : undefined;
    const value = grip
      ? shape.pull(item.value, grip.id, { x: grip.at.x + by.x, y: grip.at.y + by.y })
      : shape.move(item.value, by);
    if (grip && this.handle) this.handle = shape.held?.(grip.id) ?? grip.id;
    this.change(item.id, value, `nudge ${item.id} ${grip?.id ?? ""}`);
  }

  private steer(by: Point): void {
    const picture = this.picture as Picture;
    const from = this.crosshair ?? this.middle();
    this.crosshair = {
      x: clamp(from.x + by.x * 4, 0, picture.width),
      y: clamp(from.y + by.y * 4, 0, picture.height),
    };
    this.lastAt = this.crosshair;
    this.view = revealing(this.view, { ...this.crosshair, width: 0, height: 0 }, picture, this.screen);
    this.carryOut(act(this.state, this.at("move", this.crosshair), this.context()));
    this.repaint(true);
    this.tell();
  }

  /** Space with a tool: presses at the keyboard's pointer. False while there is none: space is the hand then. */
  press(): boolean {
    if (this.props.tool === null || !this.picture || this.props.locked || this.crosshair === null)
      return false;
    this.carryOut(act(this.state, this.at("down", this.crosshair), { ...this.context(), selected: null }));
    // A drag's release without a move is a click: the gesture then waits for the second press.
    this.carryOut(act(this.state, this.at("up", this.crosshair), this.context()));
    return true;
  }

  /** Puts a first shape of the tool in the middle of what is in sight, to be moved and resized by keys. */
  place(): boolean {
    const shape = this.props.tool === null ? undefined : this.shapes[this.props.tool];
    if (!shape || !this.picture || this.props.locked) return false;
    this.made(shape.place(inSight(this.view, this.picture, this.screen)));
    return true;
  }

  /** The next (previous) handle of the selected shape takes the arrow keys; after the last, the whole shape. */
  walkHandles(forward: boolean): string | null {
    const item = this.scene.get(this.props.selected);
    const handles = (item && this.shapes[item.shape]?.handles(item.value)) ?? [];
    const ids: (string | null)[] = [null, ...handles.map(({ id }) => id)];
    const at = ids.indexOf(this.handle);
    this.handle = ids[(at + (forward ? 1 : -1) + ids.length) % ids.length] ?? null;
    this.repaint(false);
    return this.handle;
  }

  /** Delete with a vertex focused removes that vertex. False: nothing was focused, the region is meant. */
  dropVertex(): boolean {
    const item = this.scene.get(this.props.selected);
    const shape = item && this.shapes[item.shape];
    if (!item || !shape?.drop || this.handle === null) return false;
    const value = shape.drop(item.value, this.handle);
    this.handle = null;
    if (value !== null) this.events.changed(item.id, value);
    return value !== null;
  }

  // --- inside ------------------------------------------------------------------------------------

  private middle(): Point {
    const sight: Rect = inSight(this.view, this.picture as Picture, this.screen);
    return { x: Math.round(sight.x + sight.width / 2), y: Math.round(sight.y + sight.height / 2) };
  }

  private context() {
    const { tool, selected, locked } = this.props;
    return { scene: this.scene, tool, selected, locked };
  }

  private at(type: PointerAct["type"], point: Point): PointerAct {
    const picture = this.picture;
    const at = picture
      ? { x: clamp(point.x, 0, picture.width), y: clamp(point.y, 0, picture.height) }
      : point;
    return { type, at, slop: SLOP / this.view.scale, regular: false, screen: { x: 0, y: 0 }, hand: false };
  }

  /** What is under an idle pointer: hover and cursor. */
  private look(event: PointerAct): void {
    const found = this.scene.find(event.at, event.slop, this.props.selected);
    const mine = found?.item.id === this.props.selected;
    const drawing = this.props.tool !== null;
    const hovered = drawing && !(mine && found?.hit.on === "handle") ? null : (found?.item.id ?? null);
    this.hover(hovered);
    let cursor = drawing ? "crosshair" : found ? "pointer" : "grab";
    if (found && mine && found.hit.on === "handle") {
      const id = found.hit.handle;
      cursor =
        this.shapes[found.item.shape]?.handles(found.item.value).find((h) => h.id === id)?.cursor ??
        "pointer";
    } else if (found && mine && !drawing) cursor = "move";
    this.tell(event.hand ? "grab" : cursor);
  }

  private carryOut(outcome: Outcome): void {
    this.state = outcome.state;
    if (outcome.pan) this.pan(outcome.pan);
    if (outcome.draft !== undefined) this.sketch(outcome.draft);
    if (outcome.select !== undefined && outcome.select !== this.props.selected)
      this.events.select(outcome.select);
    if (outcome.changed) this.change(outcome.changed.id, outcome.changed.value);
    if (outcome.made !== undefined) this.made(outcome.made);
    this.tell();
    this.repaint(false);
  }

  private sketch(draft: { id: string | null; value: unknown } | null): void {
    const { tool, ink } = this.props;
    const heldBefore = this.draft?.item.id;
    if (draft === null) this.draft = null;
    else {
      const item = this.scene.get(draft.id);
      this.draft = item
        ? { item: { ...item, value: draft.value } }
        : { item: { id: "", shape: tool ?? "", value: draft.value, ink, label: "" } };
    }
    // The base must leave out (or take back) what is in the hands, but need not be painted for every move.
    if (heldBefore !== this.draft?.item.id) this.repaint(true);
  }

  private made(value: unknown): void {
    const { tool } = this.props;
    // A drag that went straight across has no area: nothing was meant.
    if (tool !== null && this.shapes[tool]?.sound(value)) this.events.made(tool, rounded(value));
  }

  private change(id: string, value: unknown, merge?: string): void {
    const item = this.scene.get(id);
    const shape = item && this.shapes[item.shape];
    if (!item || !shape || !this.picture) return;
    if (shape.sound(value)) this.events.changed(id, rounded(inside(shape, value, this.picture)), merge);
  }

  private tell(cursor?: string): void {
    if (cursor !== undefined) this.cursor = cursor;
    const busy = this.state.mode === "panning" || this.handHeld;
    this.events.told({
      scale: this.view.scale,
      drawing: this.drawing,
      cursor: busy ? (this.state.mode === "panning" ? "grabbing" : "grab") : this.cursor,
      crosshair: this.crosshair !== null,
    });
  }

  private cursor = "default";

  private repaintBase = (): void => this.repaint(true);

  private repaint(base: boolean): void {
    this.stale.top = true;
    if (base) this.stale.base = true;
    this.frame ||= requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    this.frame = 0;
    const { view, screen, scene, picture, hovered, handle, draft, crosshair, focusRing } = this;
    const { selected, adjust } = this.props;
    const all = {
      view,
      screen,
      scene,
      links: this.links,
      picture,
      selected,
      hovered,
      handle,
      draft,
      crosshair,
      adjust,
      focusRing,
    };
    if (this.stale.base) paintBase(this.base, all);
    if (this.stale.top) paintTop(this.top, all);
    this.stale = { base: false, top: false };
  }
}
