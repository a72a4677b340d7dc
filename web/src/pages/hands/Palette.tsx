// One field for everything that can be done or opened from here. Focus stays in the field; the list follows it.

import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { Command } from "../../core/commands";
import { found } from "../../core/fuzzy";
import type { Id } from "../../core/model";
import { registry } from "../../core/registry";
import { t } from "../../i18n";
import { drawNow } from "../../ui/focus";
import { Icon } from "../../ui/Icon";
import { Kbd } from "../../ui/Kbd";
import { useSignal } from "../../ui/use";
import { inOrder } from "./groups";
import { recent, remember } from "./recent";
import "./hands.css";

const MOST = 60;
const RECENT = 5;

interface Shown {
  command: Command;
  /** Written above it: where a group begins. */
  heading?: string;
}

export function Palette({ user, onClose }: { user: Id; onClose: () => void }) {
  // Opened while the page was still on its way: what it adds is found as soon as it is there.
  const changes = useSignal(registry.changes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changes` says that there are others.
  const all = useMemo(offered, [changes]);
  const [used] = useState(() => recent(user));
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const list = query.trim() ? ranked(all, used, query) : grouped(all, used);
  const chosen = list[at]?.command;

  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    remember(user, command.id);
    onClose();
    // The focus is back where it was, so that the command finds it there.
    drawNow();
    command.run();
  };
  const move = (by: number) => setAt((list.length + at + by) % Math.max(1, list.length));
  const keys: { [key: string]: () => void } = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => setAt(Math.min(list.length - 1, at + 8)),
    PageUp: () => setAt(Math.max(0, at - 8)),
    Enter: () => run(chosen),
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, through `cancel`.
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t("palette.open")}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="palette__find">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label={t("palette.open")}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t("palette.placeholder")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            const act = event.nativeEvent.isComposing ? undefined : keys[event.key];
            const again = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
            if (!act && !again) return;
            event.preventDefault();
            if (act) act();
            else onClose();
          }}
        />
      </div>
      <div className="palette__list" role="listbox" id={`${id}-list`} aria-label={t("palette.open")}>
        {list.map(({ command, heading }, index) => (
          <Row
            key={`${command.id} ${heading ?? ""}`}
            id={`${id}-${index}`}
            command={command}
            heading={heading}
            grouped={query.trim() === ""}
            selected={index === at}
            onPoint={() => setAt(index)}
            onRun={() => run(command)}
          />
        ))}
        {list.length === 0 && <p className="palette__none">{t("palette.none")}</p>}
      </div>
      <footer className="palette__foot">
        <span aria-hidden="true">
          <Kbd keys="up" />
          <Kbd keys="down" /> {t("palette.choose")}
        </span>
        <span aria-hidden="true">
          <Kbd keys="enter" /> {t("palette.run")}
        </span>
        <span aria-hidden="true">
          <Kbd keys="escape" /> {t("palette.close")}
        </span>
        <span className="sr-only" role="status">
          {query.trim() ? t("palette.results", { count: list.length }) : ""}
        </span>
      </footer>
    </dialog>
  );
}

interface RowProps {
  id: string;
  command: Command;
  heading: string | undefined;
  grouped: boolean;
  selected: boolean;
  onPoint(): void;
  onRun(): void;
}

function Row({ id, command, heading, grouped, selected, onPoint, onRun }: RowProps) {
  const [key] = command.keys;
  return (
    <>
      {heading && (
        <div className="palette__group" role="presentation">
          {heading}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys. */}
      <div
        id={id}
        className="palette__option"
        role="option"
        tabIndex={-1}
        aria-selected={selected}
        onPointerMove={selected ? undefined : onPoint}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onRun}
      >
        <span className="palette__name">{command.name}</span>
        {!grouped && <span className="palette__where">{command.group}</span>}
        {key !== undefined && <Kbd keys={key} />}
      </div>
    </>
  );
}

/** What makes sense now: a greyed command in a list that one types into is only in the way. */
function offered(): Command[] {
  const open = [...registry.commands, ...registry.places].filter(
    (command) => !command.silent && command.id !== "palette" && (command.enabled?.() ?? true),
  );
  return [...new Map(open.map((command) => [command.id, command])).values()];
}

function ranked(all: readonly Command[], used: readonly string[], query: string): Shown[] {
  const bonus = ({ id }: Command) => (used.includes(id) ? 20 - used.indexOf(id) : 0);
  const name = (command: Command) => `${command.name} ${command.words ?? ""} ${command.group}`;
  return found(query, all, name, bonus)
    .slice(0, MOST)
    .map((command) => ({ command }));
}

function grouped(all: readonly Command[], used: readonly string[]): Shown[] {
  const byId = new Map(all.map((command) => [command.id, command]));
  const last = used.flatMap((id) => byId.get(id) ?? []).slice(0, RECENT);
  const rest = all.filter((command) => !last.includes(command));
  const groups = inOrder(rest.map(({ group }) => group));
  const shown = [
    ...last.map((command, index) => ({ command, ...(index === 0 ? { heading: t("group.recent") } : {}) })),
    ...groups.flatMap((group) =>
      rest
        .filter((command) => command.group === group)
        .map((command, index) => ({ command, ...(index === 0 ? { heading: group } : {}) })),
    ),
  ];
  return shown.slice(0, MOST * 3);
}
