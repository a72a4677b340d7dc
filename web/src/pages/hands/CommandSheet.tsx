// The help sheet: every command that there is here and now, with its keys, found by name, run from here.

import { Link } from "@tanstack/react-router";
import { useState } from "react";

import type { Command } from "../../core/commands";
import { registry } from "../../core/registry";
import { t } from "../../i18n";
import { Dialog } from "../../ui/Dialog";
import { drawNow } from "../../ui/focus";
import { Kbd } from "../../ui/Kbd";
import { inOrder } from "./groups";
import "./hands.css";

interface CommandSheetProps {
  open: boolean;
  onClose: () => void;
}

export function CommandSheet({ open, onClose }: CommandSheetProps) {
  return (
    <Dialog open={open} onClose={onClose} wide title={t("help.title")} text={t("help.text")}>
      <Commands onClose={onClose} />
    </Dialog>
  );
}

function Commands({ onClose }: Omit<CommandSheetProps, "open">) {
  const [commands] = useState(() => registry.commands);
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const seen = commands.filter(
    (command) => !command.silent && command.keys.length > 0 && command.name.toLowerCase().includes(wanted),
  );
  const groups = inOrder(seen.map((command) => command.group));
  const run = (command: Command) => {
    onClose();
    // The dialog has given the focus back, so that the command finds it where it was.
    drawNow();
    command.run();
  };
  return (
    <>
      <input
        className="input"
        type="search"
        placeholder={t("help.find")}
        aria-label={t("help.find")}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
        onKeyDown={(event) => {
          const first = seen.find((command) => command.enabled?.() ?? true);
          if (event.key === "Enter" && wanted && first) {
            event.preventDefault();
            run(first);
          }
        }}
      />
      {seen.length === 0 && <p className="muted">{t("help.none")}</p>}
      <div className="sheet">
        {groups.map((group) => (
          <section key={group} className="sheet__group">
            <h3>{group}</h3>
            <ul>
              {seen
                .filter((command) => command.group === group)
                .map((command) => (
                  <li key={command.id}>
                    <button
                      type="button"
                      className="sheet__command"
                      disabled={!(command.enabled?.() ?? true)}
                      onClick={() => run(command)}
                    >
                      <span>{command.name}</span>
                      <Keys keys={command.keys} />
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      <p className="muted">
        <Link to="/account/shortcuts" onClick={onClose}>
          {t("shortcuts.change")}
        </Link>
      </p>
    </>
  );
}

/** The keys that do it; twins for other keyboards (⇧⌘Z and ⌘⇧Z) once. */
function Keys({ keys }: { keys: readonly string[] }) {
  const sorted = new Map(keys.map((key) => [key.split("+").toSorted().join("+"), key]));
  return (
    <span className="sheet__keys">
      {[...sorted.values()].slice(0, 2).map((key) => (
        <Kbd key={key} keys={key} />
      ))}
    </span>
  );
}
