import { useMemo } from "react";

import type { Json, Media, Region } from "../core/model";
import { planeShapes } from "../shapes";
import { PlaneSurface } from "../surface/plane/PlaneSurface";
import { loadPicture } from "../surface/plane/picture";
import type { PlaneItem } from "../surface/plane/scene";
import type { FieldProps, MediumUI } from "./contract";
import { useSame } from "./regions";
import { useSeen } from "./shown";

function addressOf(value: Json, media: Media | undefined): { url: string; name: string } | null {
  if (media?.url) return { url: media.url, name: typeof value === "string" ? value : media.url };
  return null;
}

const isDrawn = (region: Region) => region.shape in planeShapes;

function Field({ bench, body, hands, field, value, media, sets, onHandle }: FieldProps) {
  const own = useMemo(() => new Set(sets.map((set) => set.id)), [sets]);
  const { seen, links } = useSeen(bench, body, sets, isDrawn, hands.selected);
  const fresh = useMemo(
    () =>
      seen.map(
        ({ id, ink, label, region, suggestion, locked }): PlaneItem => ({
          id,
          ink,
          label,
          suggestion,
          locked,
          shape: region.shape,
          value: region.value,
        }),
      ),
    [seen],
  );
  const items = useSame(fresh);
  const shapes = useMemo(
    () => [...new Set(sets.flatMap((set) => set.shapes))].filter((one) => one in planeShapes),
    [sets],
  );
  const brush = hands.brush && own.has(hands.brush.set) ? hands.brush : null;
  return (
    <PlaneSurface
      key={`${bench.task.task}`}
      picture={addressOf(value, media)}
      name={media?.name || field.label || field.name}
      shapes={planeShapes}
      tools={shapes}
      locked={bench.locked}
      items={items}
      links={links}
      selected={hands.selected}
      others={hands.others}
      tool={hands.tool !== null && shapes.includes(hands.tool) ? hands.tool : null}
      ink={bench.inks.of(brush?.set ?? "", brush?.value ?? null)}
      onSelect={(id) => bench.select(id)}
      onTool={(tool) => bench.take(tool)}
      onMade={(shape, made) => bench.make(field.id, shape, made as Json)}
      onToggle={(id) => bench.group.toggle(id)}
      onSelectAll={(ids) => bench.group.select(ids)}
      onChanged={(list, merge) => {
        const [first] = list;
        if (list.length > 1) bench.group.reshape(list as { id: string; value: Json }[], merge);
        else if (first) bench.reshape(first.id, first.value as Json, merge);
      }}
      onRemoved={(id) => bench.remove(id)}
      onHandle={onHandle}
    />
  );
}

export const image: MediumUI = {
  Field,
  fills: true,
  endings: /\.(png|jpe?g|webp|gif|bmp|tiff?|avif)$/i,
  sample: () => ({
    value: "street.png",
    media: { url: "/api/templates/object_detection/files/street.png", name: "street.png" },
  }),
  prefetch(value, media) {
    const address = addressOf(value, media);
    // A failure is shown when the item is; loading ahead stays silent.
    if (address) void loadPicture(address.url, address.name).catch(() => undefined);
  },
};
