import { shown } from "../core/commands";

export const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A key as it is written on this person's keyboard. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="kbd" aria-hidden="true">
      {shown(keys, IS_MAC)}
    </span>
  );
}
