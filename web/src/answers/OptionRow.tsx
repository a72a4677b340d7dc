import type { ReactNode } from "react";

import { Kbd } from "../ui/Kbd";

interface OptionRowProps {
  kind: "radio" | "checkbox";
  group: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  name: string;
  description?: string;
  shortcut: string | undefined;
  depth?: number;
  lead?: ReactNode;
}

/** One value to choose: a native radio or checkbox, so that keys and screen readers know it. */
export function OptionRow(props: OptionRowProps) {
  const { kind, group, checked, onChange, name, description, shortcut, depth = 0, lead } = props;
  return (
    <label className="option" data-checked={checked} style={{ paddingInlineStart: 8 + depth * 16 }}>
      <input
        type={kind}
        name={group}
        checked={checked}
        aria-keyshortcuts={shortcut}
        onChange={(event) => onChange(event.target.checked)}
        // A chosen radio can be let go again by a second click.
        onClick={() => kind === "radio" && checked && onChange(false)}
      />
      {lead}
      <span className="option__name">
        {name}
        {description && <span className="option__more">{description}</span>}
      </span>
      {shortcut && <Kbd keys={shortcut} />}
    </label>
  );
}
