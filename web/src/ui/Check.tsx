import type { ComponentProps } from "react";

interface CheckProps extends Omit<ComponentProps<"input">, "onChange"> {
  label: string;
  onChange(checked: boolean): void;
}

/** A box to tick, its words beside it. */
export function Check({ label, onChange, ...input }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" onChange={(event) => onChange(event.target.checked)} {...input} />
      <span>{label}</span>
    </label>
  );
}
