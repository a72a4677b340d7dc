// What is on screen of a picture: where it is, and as little painting as each change needs.

import type { Point, Rect } from "../../core/geometry";
import { type Damage, joined, screenBounds } from "./damage";
import type { PlacedLink } from "./links";
import { type Frame, type InHand, isBusy, paintBase, paintParts, paintTop, shiftBase } from "./painter";
import type { Picture } from "./picture";
import type { Scene } from "./scene";
import { CLOSEST, fitted, panned, revealing, type Size, type View, zoomed } from "./view";

/** After the last step of a zoom, everything is painted as it should be. */
const SETTLE_MS = 140;

export abstract class PlaneStage {
  protected view: View = { scale: 1, x: 0, y: 0 };
  protected screen: Size = { width: 0, height: 0 };
  protected picture: Picture | null = null;
  protected untouched = true;
  protected frame = 0;
  protected damage: Damage = "all";
  /** Of the base as it stands on screen. */
  protected painted: { view: View; busy: boolean } | null = null;
  protected moving: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly base: HTMLCanvasElement,
    private readonly top: HTMLCanvasElement,
    protected scene: Scene,
    protected links: readonly PlacedLink[],
  ) {}

  /** What the hands add to the frame. */
  protected abstract inHand(): InHand;
  protected abstract tell(): void;

  dispose(): void {
    cancelAnimationFrame(this.frame);
    if (this.moving !== null) clearTimeout(this.moving);
    this.picture?.ready.delete(this.repaintBase);
  }

  show(picture: Picture | null): void {
    this.picture?.ready.delete(this.repaintBase);
    this.picture = picture;
    this.painted = null;
    picture?.ready.add(this.repaintBase);
    this.untouched = true;
    this.fit();
  }

  resize(screen: Size): void {
    this.screen = screen;
    this.painted = null;
    // While nobody has zoomed, the whole picture stays in sight.
    if (this.untouched) this.fit();
    else this.repaint("all");
  }

  fit(): void {
    if (!this.picture || this.screen.width === 0) return;
    this.view = fitted(this.picture, this.screen);
    this.untouched = true;
    this.tell();
    this.repaint("all");
  }

  zoom(factor: number, at: Point = { x: this.screen.width / 2, y: this.screen.height / 2 }): void {
    if (!this.picture) return;
    this.view = zoomed(this.view, at, factor, this.picture, this.screen);
    this.untouched = false;
    if (this.moving !== null) clearTimeout(this.moving);
    this.moving = setTimeout(() => {
      this.moving = null;
      this.repaint("all");
    }, SETTLE_MS);
    this.tell();
    this.repaint("all");
  }

  /** The part of the picture that `rect` is, as large as fits. */
  zoomTo(rect: Rect): void {
    if (!this.picture) return;
    const { x, y, width, height } = rect;
    const around = Math.max(width, height, 4) * 0.25;
    const part = { width: width + 2 * around, height: height + 2 * around };
    const { scale } = fitted(part, this.screen, CLOSEST);
    const centre = { x: x + width / 2, y: y + height / 2 };
    this.view = onPixels({
      scale,
      x: this.screen.width / 2 - centre.x * scale,
      y: this.screen.height / 2 - centre.y * scale,
    });
    this.untouched = false;
    this.tell();
    this.repaint("all");
  }

  /** One pixel of the picture on one of the screen. */
  zoomExactly(): void {
    this.zoom(1 / (window.devicePixelRatio || 1) / this.view.scale);
  }

  pan(by: Point): void {
    if (!this.picture) return;
    // By whole device pixels: what is painted can then be pushed along as it is.
    this.view = onPixels(panned(this.view, by, this.picture, this.screen));
    this.untouched = false;
    this.repaint("none");
  }

  pinched(by: Point, factor: number, at: Point): void {
    this.pan(by);
    this.zoom(factor, at);
  }

  reveal(id: string): void {
    const bounds = this.scene.boundsOf(id);
    if (!bounds || !this.picture) return;
    this.view = revealing(this.view, bounds, this.picture, this.screen);
    this.repaint("none");
  }

  protected repaintBase = (): void => this.repaint("all");

  protected repaint(damage: Damage): void {
    this.damage = joined(this.damage, damage);
    this.frame ||= requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    this.frame = 0;
    const { view, screen, scene, picture, links } = this;
    const moving = this.moving !== null;
    const all: Frame = { view, screen, scene, picture, links, moving, ...this.inHand() };
    this.paintUnder(all);
    paintTop(this.top, all);
  }

  /** The base, or as little of it as changed. Where names are shown, they reach beyond their shapes: all of it. */
  private paintUnder(all: Frame): void {
    const busy = isBusy(all);
    const before = this.painted;
    const { damage } = this;
    this.damage = "none";
    this.painted = { view: all.view, busy };
    const kept = before?.view.scale === all.view.scale && before.busy && busy && damage !== "all";
    if (!kept || !before) {
      const moved = before?.view.x !== all.view.x || before.view.y !== all.view.y;
      const same = before?.view.scale === all.view.scale && !moved && damage === "none";
      if (!same) paintBase(this.base, all);
      return;
    }
    const by = { x: all.view.x - before.view.x, y: all.view.y - before.view.y };
    if (by.x !== 0 || by.y !== 0) shiftBase(this.base, all, by);
    if (damage !== "none")
      paintParts(
        this.base,
        all,
        damage.map((part) => screenBounds(all.view, part)),
      );
  }
}

function onPixels(view: View): View {
  const ratio = window.devicePixelRatio || 1;
  return { ...view, x: Math.round(view.x * ratio) / ratio, y: Math.round(view.y * ratio) / ratio };
}
