// Commands over several regions, and over what is in sight of a picture.

import { planeShapes } from "../../catalog";
import type { Bench } from "../../core/bench";
import { clipboard } from "../../core/clipboard";
import type { Command } from "../../core/commands";
import type { Copy } from "../../core/group";
import type { Json } from "../../core/model";
import { t } from "../../i18n";
import { inside, rounded } from "../../surface/plane/fit";
import { toggleRulers } from "../../surface/plane/showRulers";
import { toggleWholeWords } from "../../surface/text/snapping";
import { announce } from "../../ui/Toast";
import type { CommandContext } from "./commands";

/** How far a duplicate lies from what it was made of, as a share of its size. */
const ASIDE = 0.15;

export function groupCommands(bench: Bench): Command[] {
  const edit = { group: t("group.edit"), scope: "label" as const };
  const some = () => drawn(bench).length > 0;
  return [
    {
      ...edit,
      id: "select_all",
      name: t("group.select_all"),
      keys: ["alt+a"],
      enabled: () => bench.body.regions.length > 0,
      run() {
        const seen = bench.body.regions.filter((region) => bench.view.shows(bench, region));
        bench.group.select(seen.map(({ id }) => id));
        announce(t("group.selected", { count: bench.group.ids.length }));
      },
    },
    {
      ...edit,
      id: "duplicate",
      name: t("group.duplicate"),
      keys: ["mod+d"],
      enabled: some,
      run: () => bench.group.put(placed(bench, drawn(bench), ASIDE)),
    },
    {
      ...edit,
      id: "copy_regions",
      name: t("group.copy"),
      keys: ["alt+c"],
      enabled: some,
      run() {
        clipboard.set(drawn(bench));
        announce(t("group.copied", { count: clipboard.snapshot().length }));
      },
    },
    {
      ...edit,
      id: "paste_regions",
      name: t("group.paste"),
      keys: ["alt+v"],
      enabled: () => clipboard.snapshot().some((copy) => fits(bench, copy)),
      run() {
        // On the item they came from they would hide what they were made of.
        const here = clipboard.snapshot().some(({ region }) => bench.region(region.id));
        bench.group.put(placed(bench, clipboard.snapshot(), here ? ASIDE : 0));
        announce(t("group.pasted", { count: bench.group.ids.length }));
      },
    },
  ];
}

const drawn = (bench: Bench): Copy[] =>
  bench.group.copies().filter(({ region }) => region.shape in planeShapes);

const setOf = (bench: Bench, { region }: Copy) =>
  bench.schema.region_sets.find((set) => set.id === region.set && set.shapes.includes(region.shape));

const fits = (bench: Bench, copy: Copy): boolean => setOf(bench, copy) !== undefined;

/** The copies where they fit in this item's picture, `aside` from where they were. */
function placed(bench: Bench, copies: readonly Copy[], aside: number): Copy[] {
  return copies.flatMap((copy): Copy[] => {
    const { region } = copy;
    const shape = planeShapes[region.shape];
    const set = setOf(bench, copy);
    if (!shape || !set) return [];
    const source = bench.schema.fields.find(({ id }) => id === set.field)?.source ?? "";
    const { width, height } = bench.task.media[source] ?? {};
    const bounds = shape.bounds(region.value);
    const by = Math.max(4, Math.min(bounds.width, bounds.height) * aside);
    let value: unknown = aside > 0 ? shape.move(region.value, { x: by, y: by }) : region.value;
    if (width && height) {
      // One that is larger than the picture has no place in it.
      if (bounds.width > width || bounds.height > height) return [];
      value = inside(shape, value, { width, height });
    }
    const answers = copy.answers.filter((one) =>
      bench.schema.questions.some(({ id }) => id === one.question),
    );
    return [{ region: { ...region, value: rounded(value) as Json }, answers }];
  });
}

export function sightCommands(bench: Bench, any: CommandContext["any"]): Command[] {
  const view = { group: t("group.view"), scope: "label" as const };
  return [
    {
      ...view,
      id: "zoom_selected",
      name: t("tool.zoom_selected"),
      keys: ["shift+f"],
      enabled: () => bench.hands.snapshot().selected !== null,
      run: () => any((one) => one.zoomSelected?.()),
    },
    {
      ...view,
      id: "zoom_exactly",
      name: t("tool.zoom_exactly"),
      keys: ["alt+0"],
      run: () =>
        any((one) => {
          one.zoomExactly?.();
          return one.zoomExactly !== undefined;
        }),
    },
    { ...view, id: "rulers", name: t("tool.rulers"), keys: ["shift+r"], run: toggleRulers },
  ];
}

/** Commands over the text of the item. */
export function textCommands(any: CommandContext["any"]): Command[] {
  return [
    {
      id: "find_text",
      name: t("find.title"),
      group: t("group.view"),
      scope: "label",
      keys: ["/"],
      run: () => any((one) => one.find?.()),
    },
    {
      id: "whole_words",
      name: t("tool.whole_words"),
      group: t("group.draw"),
      scope: "label",
      keys: ["shift+w"],
      run: () => announce(t(toggleWholeWords() ? "tool.whole_words_on" : "tool.whole_words_off")),
    },
  ];
}
