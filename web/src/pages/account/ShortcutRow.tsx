// One command with its key, and the field that hears the new one.

import { type KeyboardEvent, useState } from "react";

import { keyOf, shown } from "../../core/commands";
import {
  type Clash,
  clashesWith,
  isReserved,
  isSingle,
  type Keymap,
  keysFor,
  NONE,
  slug,
} from "../../core/keymap";
import type { Known } from "../../core/registry";
import { type MessageKey, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { IS_MAC, Kbd } from "../../ui/Kbd";

interface RowProps {
  command: Known;
  commands: readonly Known[];
  map: Keymap;
  open: boolean;
  onOpen(yes: boolean): void;
  /** `null`: as at first. `from`: commands that lose the key to this one. */
  onGive(key: string | null, from?: readonly string[]): void;
}

export function ShortcutRow({ command, commands, map, open, onOpen, onGive }: RowProps) {
  const { id, name } = command;
  const keys = keysFor(id, command.keys, map);
  const word = keys.map((key) => shown(key, IS_MAC)).join(", ") || t("shortcuts.none");
  return (
    <div className={open ? "shortcuts__row shortcuts__row--open" : "shortcuts__row"} data-command={id}>
      <span className="shortcuts__name">{name}</span>
      {slug(id) in map.own && (
        <Button look="quiet" aria-label={t("shortcuts.reset_one", { name })} onClick={() => onGive(null)}>
          {t("shortcuts.reset")}
        </Button>
      )}
      {open ? (
        <Recorder
          command={command}
          commands={commands}
          map={map}
          onLeave={() => onOpen(false)}
          onGive={onGive}
        />
      ) : (
        <Button
          className="shortcuts__key"
          look="quiet"
          aria-label={t("shortcuts.change_one", { name, key: word })}
          onClick={() => onOpen(true)}
        >
          {keys.length === 0 ? (
            <span className="muted">{t("shortcuts.none")}</span>
          ) : (
            keys.slice(0, 2).map((key) => <Kbd key={key} keys={key} />)
          )}
        </Button>
      )}
    </div>
  );
}

interface RecorderProps extends Pick<RowProps, "command" | "commands" | "map" | "onGive"> {
  onLeave(): void;
}

function Recorder({ command, commands, map, onLeave, onGive }: RecorderProps) {
  const [key, setKey] = useState<string | null>(null);
  const clashes = key === null ? [] : clashesWith(commands, command.id, command.scope, key, map);
  const hear = (event: KeyboardEvent<HTMLInputElement>) => {
    // Tab leads on, as everywhere; a key that only changes others is not one yet.
    if (["Tab", "Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape" && command.id !== "back") return onLeave();
    if (event.key === "Backspace") return onGive(NONE);
    const heard = keyOf(event.nativeEvent);
    const free =
      !isReserved(heard) && clashesWith(commands, command.id, command.scope, heard, map).length === 0;
    if (free && !digitOnLabelScreen(command, heard)) onGive(heard);
    else setKey(heard);
  };
  const word = key === null ? "" : shown(key, IS_MAC);
  const same = clashes.filter(({ how }) => how === "same").map(({ id }) => id);
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: it was opened to press a key in it.
        autoFocus
        readOnly
        className="input shortcuts__hear"
        aria-label={t("shortcuts.press")}
        placeholder={t("shortcuts.press")}
        value={word}
        onKeyDown={hear}
      />
      <Button look="quiet" onClick={onLeave}>
        {t("app.cancel")}
      </Button>
      <div className="shortcuts__note" role="status">
        {key === null && <span className="muted">{t("shortcuts.press_hint")}</span>}
        {key !== null && isReserved(key) && <p>{t("shortcuts.reserved", { key: word })}</p>}
        {key !== null && !isReserved(key) && (
          <>
            {clashes.map((clash) => (
              <p key={clash.id}>{wordsFor(clash, word)}</p>
            ))}
            {digitOnLabelScreen(command, key) && <p>{t("shortcuts.digits", { key: word })}</p>}
            <Button look="main" onClick={() => onGive(key, same)}>
              {same.length > 0 ? t("shortcuts.take") : t("shortcuts.use")}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

const wordsFor = ({ how, name }: Clash, key: string) => t(`shortcuts.${how}` as MessageKey, { key, name });

const digitOnLabelScreen = ({ scope }: Known, key: string) =>
  scope !== "page" && isSingle(key) && /^\d$/.test(key);
