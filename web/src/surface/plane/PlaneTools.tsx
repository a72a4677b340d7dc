import { t } from "../../i18n";
import { tipped } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
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
    </div>
  );
}
