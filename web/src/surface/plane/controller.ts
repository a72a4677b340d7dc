// The plane surface without React: holds the view, feeds the tool's state machine, repaints when something changed.

import { clamp, type Point, type Rect } from "../../core/geometry";
import type { BrushStroke } from "../contract";
import { linkAt } from "../links";
import { brush, inPicture } from "./brush";
import { damaged } from "./damage";
import { around, inside, rounded } from "./fit";
import { placed } from "./links";
import type { InHand } from "./painter";
import type { Picture } from "./picture";
import type { Changed, PlaneEvents, PlaneProps, PointerKeys } from "./props";
import { type PlaneItem, type PlaneShapes, Scene } from "./scene";
import { snapped } from "./snap";
import { PlaneStage } from "./stage";
import { act, IDLE, type Outcome, type PointerAct, type ToolState } from "./tools";
import { inSight, revealing, toImage } from "./view";

const SLOP = 7;

export class PlaneController extends PlaneStage {
  private state: ToolState = IDLE;
  /** The others of several, while they are dragged along. */
  private along: readonly PlaneItem[] = [];
  private over: Rect | null = null;
  private clicked: Point | null = null;
  private pointerAt: Point | null = null;
  private draft: { item: PlaneItem } | null = null;
  private hovered: string | null = null;
  private handle: string | null = null;
  private crosshair: Point | null = null;
  private handHeld = false;
  private focusRing = "#7ea2ff";

  constructor(
    base: HTMLCanvasElement,
    top: HTMLCanvasElement,
    private readonly shapes: PlaneShapes,
    private props: PlaneProps,
    private readonly events: PlaneEvents,
  ) {
    const scene = new Scene(props.items, shapes);
    super(base, top, scene, placed(props.links, scene));
  }

  set(props: PlaneProps): void {
    const before = this.props;
    const scene = this.scene;
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
    const whole = props.adjust !== before.adjust || props.links !== before.links || props.links.length > 0;
    const touched = whole ? "all" : damaged(scene, this.scene, chosenIn(before), chosenIn(props));
    this.repaint(touched);
  }

  hover(id: string | null): void {
    if (id === this.hovered) return;
    this.hovered = id;
    this.repaint("none");
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

  pointer(type: "down" | "move" | "up" | "double", screen: Point, keys: PointerKeys): void {
    if (!this.picture) return;
    const place = this.at(type, toImage(this.view, screen));
    const event: PointerAct = { ...place, screen, regular: keys.shift, less: keys.alt };
    event.hand = keys.hand || this.handHeld;
    if (keys.snap) {
      const { state } = this;
      event.at = snapped(event, this.scene, "id" in state ? state.id : null);
    }
    this.pointerAt = event.at;
    if (this.crosshair && type === "move" && this.state.mode === "idle") this.crosshair = null;
    this.lastAt = event.at;
    if (type === "move" && this.state.mode === "idle") this.look(event);
    if (type === "down" && this.pressedLink(event)) return;
    const before = this.state.mode;
    this.carryOut(act(this.state, event, this.context()));
    if (type === "up") this.clicked = before === "pressed" ? event.at : null;
  }

  leave(): void {
    this.pointerAt = null;
    this.hover(null);
    this.repaint("none");
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
    if (this.state.mode !== "drawing" && item && !this.props.locked && !this.brushing) {
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
    this.change(item.id, value, `nudge ${item.id} ${grip?.id ?? ""}`, grip ? [] : this.moved(by));
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
    this.repaint("all");
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
    this.made(shape.place(inSight(this.view, this.picture, this.screen), this.picture));
    return true;
  }

  /** The next (previous) handle of the selected shape takes the arrow keys; after the last, the whole shape. */
  walkHandles(forward: boolean): string | null {
    const item = this.scene.get(this.props.selected);
    const handles = (item && this.shapes[item.shape]?.handles(item.value)) ?? [];
    const ids: (string | null)[] = [null, ...handles.map(({ id }) => id)];
    const at = ids.indexOf(this.handle);
    this.handle = ids[(at + (forward ? 1 : -1) + ids.length) % ids.length] ?? null;
    this.repaint("none");
    return this.handle;
  }

  /** Delete with a vertex focused removes that vertex. False: nothing was focused, the region is meant. */
  dropVertex(): boolean {
    const { selected } = this.props;
    if (selected === null || this.handle === null) return false;
    const { handle } = this;
    this.handle = null;
    return this.drop(selected, handle);
  }

  /** What is selected, as large as fits. False if nothing is. */
  zoomSelected(): boolean {
    const all = chosenIn(this.props).flatMap((id) => this.scene.boundsOf(id) ?? []);
    if (all.length === 0) return false;
    this.zoomTo(around(all));
    return true;
  }

  // --- inside ------------------------------------------------------------------------------------

  private middle(): Point {
    const sight: Rect = inSight(this.view, this.picture as Picture, this.screen);
    return { x: Math.round(sight.x + sight.width / 2), y: Math.round(sight.y + sight.height / 2) };
  }

  private context() {
    const { tool, selected, others, locked } = this.props;
    const hand = inPicture(this.view.scale);
    return { scene: this.scene, tool, selected, others, locked, clicked: this.clicked, brush: hand };
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
    if (this.props.rulers || drawing) this.repaint("none");
  }

  private carryOut(outcome: Outcome): void {
    this.state = outcome.state;
    if (outcome.pan) this.pan(outcome.pan);
    if (outcome.draft !== undefined) this.sketch(outcome.draft);
    if (outcome.over !== undefined) this.over = outcome.over;
    const { selected, others } = this.props;
    if (outcome.select !== undefined && (outcome.select !== selected || others.length > 0))
      this.events.select(outcome.select);
    if (outcome.toggle !== undefined) this.events.toggle(outcome.toggle);
    if (outcome.band) this.choose(outcome.band);
    if (outcome.drop) this.drop(outcome.drop.id, outcome.drop.handle);
    if (outcome.changed) this.keep(outcome.changed);
    if (outcome.made !== undefined) this.made(outcome.made);
    if (outcome.painted) this.stroked(outcome.painted);
    this.tell();
    this.repaint("none");
  }

  /** What lies wholly in the rectangle is added to what is selected. */
  private choose(band: Rect): void {
    const inside = this.scene.inside(band).filter(({ suggestion }) => !suggestion);
    const ids = inside.map(({ id }) => id);
    this.events.selectAll([...chosenIn(this.props).filter((id) => !ids.includes(id)), ...ids]);
  }

  /** All others of several, moved by as much. */
  private moved(by: Point): PlaneItem[] {
    return this.props.others.flatMap((id) => {
      const item = this.scene.get(id);
      const shape = item && this.shapes[item.shape];
      return item && shape && !item.locked ? [{ ...item, value: shape.move(item.value, by) }] : [];
    });
  }

  private keep({ id, value, by }: { id: string; value: unknown; by?: Point }): void {
    this.change(id, value, undefined, by ? this.moved(by) : []);
  }

  private sketch(draft: { id: string | null; value: unknown; by?: Point } | null): void {
    const { tool, ink } = this.props;
    const heldBefore = this.draft?.item.id;
    this.along = draft?.by ? this.moved(draft.by) : [];
    if (draft === null) this.draft = null;
    else {
      const item = this.scene.get(draft.id);
      this.draft = item
        ? { item: { ...item, value: draft.value } }
        : { item: { id: "", shape: tool ?? "", value: draft.value, ink, label: "" } };
    }
    // The base must leave out (or take back) what is in the hands; what is selected it leaves out anyway.
    const held = this.draft?.item.id;
    if (heldBefore === held) return;
    const touched = [heldBefore, held].filter((id) => id && id !== this.props.selected);
    if (touched.length > 0 || this.links.length > 0) this.repaint("all");
  }

  private made(value: unknown): void {
    const { tool } = this.props;
    // A drag that went straight across has no area: nothing was meant.
    if (tool !== null && this.shapes[tool]?.sound(value)) this.events.made(tool, rounded(value));
  }

  private get brushing(): boolean {
    const { tool, locked } = this.props;
    return tool !== null && !locked && this.shapes[tool]?.brushed !== undefined;
  }

  /** Onto the selected region where it is one of the tool's shape; else it begins a new one. */
  private stroked(stroke: BrushStroke): void {
    const { tool, selected, others } = this.props;
    const shape = tool === null ? undefined : this.shapes[tool];
    if (!shape?.brushed || !this.picture) return;
    const item = others.length === 0 ? this.scene.get(selected) : undefined;
    const on = item && item.shape === tool && !item.locked ? item : null;
    const value = shape.brushed(on?.value ?? null, stroke, this.picture);
    if (on && value === null) this.events.removed(on.id);
    else if (on) this.change(on.id, value);
    else if (value !== null) this.made(value);
  }

  private change(id: string, value: unknown, merge?: string, along: readonly PlaneItem[] = []): void {
    const item = this.scene.get(id);
    const { picture } = this;
    if (!item || !picture) return;
    const list = [{ ...item, value }, ...along].flatMap((one): Changed[] => {
      const shape = this.shapes[one.shape];
      if (!shape?.sound(one.value)) return [];
      return [{ id: one.id, value: rounded(inside(shape, one.value, picture)) }];
    });
    if (list.length > 0) this.events.changed(list, merge);
  }

  private drop(id: string, handle: string): boolean {
    const item = this.scene.get(id);
    const value = item && this.shapes[item.shape]?.drop?.(item.value, handle);
    if (value != null) this.events.changed([{ id, value }]);
    return value != null;
  }

  protected inHand(): InHand {
    const { hovered, handle, draft, along, crosshair, over, focusRing, pointerAt } = this;
    const { selected, others, adjust, rulers, tool } = this.props;
    const lines =
      pointerAt !== null && this.state.mode !== "panning" && (rulers || tool !== null) && !this.brushing;
    const stroke = this.state.mode === "painting" ? this.state.stroke : null;
    return {
      hovered,
      handle,
      draft,
      along,
      crosshair,
      over,
      focusRing,
      selected,
      others,
      adjust,
      rulers,
      pointer: pointerAt,
      lines,
      brush: this.brushing ? { ...brush.snapshot(), colour: this.props.ink.colour, stroke } : null,
    };
  }

  protected tell(cursor?: string): void {
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
}

const chosenIn = ({ selected, others }: PlaneProps): string[] =>
  selected === null ? [] : [...others, selected];
