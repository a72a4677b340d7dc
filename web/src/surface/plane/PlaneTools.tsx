import { t } from "../../i18n";
import { tipped } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { useSignal } from "../../ui/use";
import { brush, resizeBrush, toggleErase } from "./brush";
import type { PlaneShapes } from "./scene";

interface PlaneToolsProps {
  tools: readonly string[];
  shapes: PlaneShapes;
  tool: string | null;
  onTool(tool: string | null): void;
}

/** The tools float at the edge of the picture; each shows its letter. */
export function PlaneTools({ tools, shapes, tool, onTool }: PlaneToolsProps) {
  const list = [
    { name: null, title: t("tool.arrow"), key: "v", path: "m3.5 2.5 9 4.5-4 1.2L7 12.5z" },
    ...tools.flatMap((name) => {
      const shape = shapes[name];
      return shape ? [{ name, title: t(shape.name), key: shape.key, path: shape.icon }] : [];
    }),
  ];
  return (
    <div className="plane__tools" role="toolbar" aria-label={t("tool.tools")} aria-orientation="vertical">
      {list.map(({ name, title, key, path }) => (
        <button
          key={key}
          type="button"
          className="plane__tool"
          aria-pressed={tool === name}
          aria-label={title}
          aria-keyshortcuts={key}
          data-tip-side="beside"
          {...tipped(title, key)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTool(tool === name ? null : name)}
        >
          <Icon path={path} />
          <span className="plane__key" aria-hidden="true">
            {key.toUpperCase()}
          </span>
        </button>
      ))}
      {shapes[tool ?? ""]?.brushed && <BrushTools />}
    </div>
  );
}

/** While a shape is painted: whether the brush takes away, and how wide it is. */
function BrushTools() {
  const { erase } = useSignal(brush);
  const list = [
    {
      title: t("tool.erase"),
      key: "z",
      run: toggleErase,
      pressed: erase,
      path: "m6 13 7-7-4-4-7 7 4 4zm0 0h8M5 6l4 4",
    },
    {
      title: t("tool.finer"),
      key: "[",
      run: () => resizeBrush(1 / 1.25),
      path: "M8 6.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3z",
    },
    {
      title: t("tool.wider"),
      key: "]",
      run: () => resizeBrush(1.25),
      path: "M8 3a5 5 0 1 1 0 10a5 5 0 1 1 0-10z",
    },
  ];
  return list.map(({ title, key, run, pressed, path }) => (
    <button
      key={key}
      type="button"
      className="plane__tool"
      aria-pressed={pressed}
      aria-label={title}
      aria-keyshortcuts={key}
      data-tip-side="beside"
      {...tipped(title, key)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
    >
      <Icon path={path} />
      <span className="plane__key" aria-hidden="true">
        {key.toUpperCase()}
      </span>
    </button>
  ));
}
