// Every command of the label screen. Buttons, keys, the help sheet and the palette all read this one list.

import { planeShapes, shapeUI } from "../../catalog";
import type { Bench } from "../../core/bench";
import type { Command } from "../../core/commands";
import { t } from "../../i18n";
import type { SurfaceHandle } from "../../surface/handle";
import { resizeBrush, toggleErase } from "../../surface/plane/brush";
import { groupCommands, sightCommands, textCommands } from "./groupCommands";
import { type OfferActions, offerCommands } from "./offerCommands";

export interface LabelActions extends OfferActions {
  submit(): void;
  skip(): void;
  undo(): void;
  redo(): void;
  guideline(): void;
  foldPanel(): void;
  leaveField(): boolean;
}

export interface CommandContext {
  bench: Bench | null;
  /** The surface that has the focus, else the first one. */
  surface(): SurfaceHandle | null;
  /** Asks every surface on screen until one does it. */
  any(ask: (surface: SurfaceHandle) => boolean | undefined): boolean;
  actions: LabelActions;
}

const ARROWS = [
  ["left", { x: -1, y: 0 }],
  ["right", { x: 1, y: 0 }],
  ["up", { x: 0, y: -1 }],
  ["down", { x: 0, y: 1 }],
] as const;

export function labelCommands(context: CommandContext): Command[] {
  const { bench } = context;
  return [
    ...itemCommands(context),
    ...editCommands(context),
    ...(bench ? [...drawCommands(context, bench), ...offerCommands(bench, context.actions)] : []),
  ];
}

function itemCommands({ bench, actions, any }: CommandContext): Command[] {
  const open = () => bench !== null;
  return [
    {
      id: "submit",
      name: t("command.submit"),
      group: t("group.item"),
      scope: "label",
      keys: ["enter", "mod+enter"],
      typingKeys: ["mod+enter"],
      enabled: open,
      // While a shape is being drawn, Enter ends the shape.
      run: () => any((surface) => surface.finish?.()) || actions.submit(),
    },
    {
      id: "skip",
      name: t("label.skip"),
      group: t("group.item"),
      scope: "label",
      keys: ["x"],
      enabled: open,
      run: actions.skip,
    },
    {
      id: "guideline",
      name: t("command.guideline"),
      group: t("group.view"),
      scope: "label",
      keys: ["g"],
      run: actions.guideline,
    },
    {
      id: "panel",
      name: t("label.fold_panel"),
      group: t("group.view"),
      scope: "label",
      keys: ["\\"],
      run: actions.foldPanel,
    },
  ];
}

function editCommands({ bench, actions, any }: CommandContext): Command[] {
  const selected = () => bench?.hands.snapshot().selected ?? null;
  const regions = () => (bench?.body.regions.length ?? 0) > 0;
  const edit = { group: t("group.edit"), scope: "label" as const };
  return [
    { ...edit, id: "undo", name: t("label.undo"), keys: ["mod+z"], run: actions.undo },
    {
      ...edit,
      id: "redo",
      name: t("label.redo"),
      keys: ["mod+shift+z", "mod+y"],
      run: actions.redo,
    },
    {
      ...edit,
      id: "remove",
      name: t("command.remove"),
      keys: ["delete", "backspace"],
      enabled: () => bench !== null,
      run() {
        // While drawing it takes back a point; on a chosen vertex it removes that; else the region goes.
        if (any((surface) => surface.vertexBack?.())) return;
        if (selected() && !any((surface) => surface.dropVertex?.())) bench?.group.remove();
      },
    },
    {
      ...edit,
      id: "next_region",
      name: t("command.next_region"),
      keys: ["n"],
      enabled: regions,
      run: () => bench?.selectNext(true),
    },
    {
      ...edit,
      id: "previous_region",
      name: t("command.previous_region"),
      keys: ["shift+n"],
      enabled: regions,
      run: () => bench?.selectNext(false),
    },
    {
      ...edit,
      id: "back",
      name: t("command.back"),
      keys: ["escape"],
      typingKeys: ["escape"],
      run() {
        if (actions.leaveField()) return;
        // A surface that only lets its own mark go says no, so that the bench takes its step too.
        if (!any((surface) => surface.cancel?.())) bench?.stepBack();
      },
    },
  ];
}

function drawCommands({ surface, any }: CommandContext, bench: Bench): Command[] {
  const shapes = [...new Set(bench.schema.region_sets.flatMap((set) => set.shapes))];
  const plane = shapes.filter((name) => name in planeShapes);
  const draw = { group: t("group.draw"), scope: "label" as const };
  const selected = () => bench.hands.snapshot().selected !== null;
  const commands: Command[] = [];
  if (shapes.includes("span")) {
    const marked = () => bench.hands.snapshot().marked !== null;
    const key = shapeUI("span")?.key ?? "e";
    commands.push({
      ...draw,
      id: "mark",
      name: t("tool.mark"),
      keys: [key],
      enabled: marked,
      run: () => any((one) => one.place?.()),
    });
  }
  if (shapes.length > 0) {
    commands.push(
      {
        ...draw,
        id: "next_handle",
        name: t("tool.next_handle"),
        keys: ["."],
        enabled: selected,
        run: () => walk(true),
      },
      {
        ...draw,
        id: "previous_handle",
        name: t("tool.previous_handle"),
        keys: [","],
        enabled: selected,
        run: () => walk(false),
      },
      ...arrows(any, draw),
    );
  }
  function walk(forward: boolean) {
    any((one) => {
      one.walkHandles?.(forward);
      return false;
    });
  }
  if (bench.schema.fields.some(({ medium }) => medium === "text")) commands.push(...textCommands(any));
  if (plane.length === 0) return commands;
  return [
    ...commands,
    { ...draw, id: "arrow", name: t("tool.arrow"), keys: ["v"], run: () => bench.take(null) },
    ...plane.map((name): Command => {
      const shape = planeShapes[name];
      return {
        ...draw,
        id: `tool ${name}`,
        name: shape ? t(shape.name) : name,
        keys: [shape?.key ?? ""],
        run() {
          bench.take(name);
          surface()?.focus();
        },
      };
    }),
    ...brushCommands(bench, plane, draw),
    {
      ...draw,
      id: "place",
      name: t("tool.place"),
      keys: ["i"],
      enabled: () => bench.hands.snapshot().tool !== null,
      run: () => any((one) => one.place?.()),
    },
    {
      ...draw,
      id: "press",
      name: t("tool.press"),
      keys: ["space"],
      run: () => any((one) => one.press?.()),
    },
    ...viewCommands(any),
    ...groupCommands(bench),
    ...sightCommands(bench, any),
  ];
}

function brushCommands(
  bench: Bench,
  plane: readonly string[],
  draw: { group: string; scope: "label" },
): Command[] {
  if (!plane.some((name) => planeShapes[name]?.brushed)) return [];
  const painting = () => planeShapes[bench.hands.snapshot().tool ?? ""]?.brushed !== undefined;
  const one = (id: string, name: string, key: string, run: () => void): Command => ({
    ...draw,
    id,
    name,
    keys: [key],
    enabled: painting,
    run,
  });
  return [
    one("erase", t("tool.erase"), "z", toggleErase),
    one("brush_finer", t("tool.finer"), "[", () => resizeBrush(1 / 1.25)),
    one("brush_wider", t("tool.wider"), "]", () => resizeBrush(1.25)),
  ];
}

function arrows(any: CommandContext["any"], draw: { group: string; scope: "label" }): Command[] {
  const one = (id: string, name: string, prefix: string, fast: boolean, size: boolean) =>
    ARROWS.map(
      ([key, by], i): Command => ({
        ...draw,
        id: `${id} ${key}`,
        name,
        keys: [`${prefix}${key}`],
        // One line of the help sheet says it for all four.
        silent: i > 0,
        run: () => any((surface) => surface.arrow?.(by, fast, size)),
      }),
    );
  return [
    ...one("nudge", t("tool.nudge"), "", false, false),
    ...one("nudge_fast", t("tool.nudge_fast"), "shift+", true, false),
    ...one("resize", t("tool.resize"), "alt+", false, true),
    ...one("resize_fast", t("tool.resize"), "alt+shift+", true, true).map((command) => ({
      ...command,
      silent: true,
    })),
  ];
}

function viewCommands(any: CommandContext["any"]): Command[] {
  const view = { group: t("group.view"), scope: "label" as const };
  const zoom = (factor: number) =>
    any((one) => {
      one.zoom?.(factor);
      return one.zoom !== undefined;
    });
  return [
    { ...view, id: "zoom_in", name: t("tool.zoom_in"), keys: ["+", "="], run: () => zoom(1.4) },
    { ...view, id: "zoom_out", name: t("tool.zoom_out"), keys: ["-"], run: () => zoom(1 / 1.4) },
    {
      ...view,
      id: "fit",
      name: t("tool.fit"),
      keys: ["f"],
      run: () =>
        any((one) => {
          one.fit?.();
          return one.fit !== undefined;
        }),
    },
  ];
}
