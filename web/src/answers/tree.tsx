import { useState } from "react";

import type { TreeConfig, TreeValue } from "../catalog.gen";
import { type Option, optionsOf } from "../core/options";
import { t } from "../i18n";
import { Icon } from "../ui/Icon";
import { json } from "./choice";
import type { AnswerUI, ControlProps } from "./contract";
import { OptionList } from "./OptionList";
import { OptionRow } from "./OptionRow";

type Path = readonly string[];

const begins = (path: Path, start: Path) => start.every((step, i) => path[i] === step);
const equal = (a: Path, b: Path) => a.length === b.length && begins(a, b);

/** Chooses `path`; what it implies or what implied it goes, so that no place stands twice. */
export function withPath(value: TreeValue | null, path: Path, multiple: boolean): TreeValue | null {
  const before = value ?? [];
  if (before.some((one) => equal(one, path))) {
    const left = before.filter((one) => !equal(one, path));
    return left.length > 0 ? left : null;
  }
  const apart = before.filter((one) => !begins(one, path) && !begins(path, one));
  return multiple ? [...apart, [...path]] : [[...path]];
}

function Control({ id, name, value, config, set, keyFor }: ControlProps<TreeValue, TreeConfig>) {
  const options = optionsOf(json(config), {});
  const multiple = config.multiple ?? false;
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set());
  // Small trees are shown whole; in large ones, what was opened and the way to what is chosen.
  const small = options.length <= 12;
  const isOpen = (path: Path) =>
    small ||
    opened.has(path.join("/")) ||
    (value ?? []).some((one) => one.length > path.length && begins(one, path));
  const inSight = options.filter(({ path }) => path.slice(1).every((_, i) => isOpen(path.slice(0, i + 1))));
  const flip = (option: Option) => {
    const key = option.path.join("/");
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  return (
    <OptionList
      options={options}
      label={name}
      role={multiple ? "group" : "radiogroup"}
      row={(option, filtered) => {
        if (!filtered && !inSight.includes(option)) return null;
        const chosen = (value ?? []).some((one) => equal(one, option.path));
        const head = config.leaves_only && !option.leaf;
        const opener = !option.leaf && !small && (
          <button
            type="button"
            className="tree__open"
            aria-expanded={isOpen(option.path)}
            aria-label={t("answer.expand", { name: option.name })}
            onClick={() => flip(option)}
          >
            <Icon name={isOpen(option.path) ? "down" : "next"} />
          </button>
        );
        if (head) {
          return (
            <div key={option.id} className="tree__head" style={{ paddingInlineStart: 8 + option.depth * 16 }}>
              {opener}
              {option.name}
            </div>
          );
        }
        return (
          <OptionRow
            key={option.id}
            kind={multiple ? "checkbox" : "radio"}
            group={id}
            name={option.name}
            description={option.description}
            checked={chosen}
            depth={option.depth}
            lead={opener}
            onChange={() => set(withPath(value, option.path, multiple))}
            shortcut={keyFor(option.path)}
          />
        );
      }}
    />
  );
}

export const tree: AnswerUI<TreeValue, TreeConfig> = {
  Control,
  Summary({ value, config }) {
    const names = new Map(optionsOf(json(config), {}).map((option) => [option.id, option.name]));
    return value.map((path) => path.map((id) => names.get(id) ?? id).join(" / ")).join(", ");
  },
  keys: (config) =>
    optionsOf(json(config), {})
      .filter(({ leaf }) => leaf || !config.leaves_only)
      .map(({ path, name, key }) => ({
        key,
        name,
        value: path,
        apply: (before) => withPath(before, path, config.multiple ?? false),
      })),
  single: true,
};
