// Everybody's own keys: every command with its key, changed by pressing another one.

import { useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, useState } from "react";
import { shown } from "../../core/commands";
import { keymap, keysFor, NONE, readKeys, slug, writeKeys } from "../../core/keymap";
import type { Known } from "../../core/registry";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { IS_MAC } from "../../ui/Kbd";
import { saveText } from "../../ui/saveText";
import { toast } from "../../ui/Toast";
import { useSignal } from "../../ui/use";
import { everyCommand } from "../hands/every";
import { inOrder } from "../hands/groups";
import { saveKeys } from "../hands/save";
import { ShortcutRow } from "./ShortcutRow";
import "../hands/hands.css";

export function ShortcutsPage() {
  return (
    <div className="page page--narrow">
      <div className="page__head">
        <h1>{t("shortcuts.title")}</h1>
      </div>
      <section className="chapter">
        <Shortcuts />
      </section>
    </div>
  );
}

export function Shortcuts() {
  const client = useQueryClient();
  const map = useSignal(keymap);
  const [commands] = useState(everyCommand);
  const [find, setFind] = useState("");
  const [open, setOpen] = useState<string | null>(null);
  const save = (next: typeof map, done?: string) =>
    saveKeys(client, next).then(
      () => done && toast(done),
      (error: Error) => toast(t("shortcuts.failed", { message: error.message })),
    );
  /** Gives a command its key and, where that was another's, takes it from there. */
  const give = (command: Known, key: string | null, from: readonly string[] = []) => {
    const own = { ...map.own, ...Object.fromEntries(from.map((id) => [slug(id), NONE])) };
    if (key === null) delete own[slug(command.id)];
    else own[slug(command.id)] = key;
    setOpen(null);
    void save({ ...map, own });
  };
  const wanted = find.trim().toLowerCase();
  const seen = commands.filter(({ id, name, keys }) =>
    [name, ...keysFor(id, keys, map).map((key) => shown(key, IS_MAC))].some((one) =>
      one.toLowerCase().includes(wanted),
    ),
  );
  const groups = inOrder(seen.map(({ group }) => group));
  return (
    <div className="shortcuts">
      <p className="muted">{t("shortcuts.text")}</p>
      <div className="shortcuts__singles">
        <label className="shortcuts__tools">
          <input
            type="checkbox"
            checked={map.singles}
            aria-describedby="shortcuts-singles"
            onChange={(event) => void save({ ...map, singles: event.target.checked })}
          />
          {t("shortcuts.singles")}
        </label>
        <p className="muted" id="shortcuts-singles">
          {t("shortcuts.singles_hint")}
        </p>
      </div>
      <div className="shortcuts__tools">
        <input
          className="input"
          type="search"
          placeholder={t("shortcuts.find")}
          aria-label={t("shortcuts.find")}
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
        <Button onClick={() => saveText(writeKeys(map), "goldlabel-keys.json")}>
          {t("shortcuts.export")}
        </Button>
        <FromFile onKeys={(next) => void save(next, t("shortcuts.imported"))} />
        <Button
          aria-disabled={Object.keys(map.own).length === 0}
          onClick={() => void save({ ...map, own: {} }, t("shortcuts.reset_done"))}
        >
          {t("shortcuts.reset_all")}
        </Button>
      </div>
      {seen.length === 0 && <p className="muted">{t("help.none")}</p>}
      {groups.map((group) => (
        <section key={group} className="shortcuts__group" aria-label={group}>
          <h2>{group}</h2>
          {seen
            .filter((command) => command.group === group)
            .map((command) => (
              <ShortcutRow
                key={command.id}
                command={command}
                commands={commands}
                map={map}
                open={open === command.id}
                onOpen={(yes) => setOpen(yes ? command.id : null)}
                onGive={(key, from) => give(command, key, from)}
              />
            ))}
        </section>
      ))}
    </div>
  );
}

function FromFile({ onKeys }: { onKeys: (map: NonNullable<ReturnType<typeof readKeys>>) => void }) {
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const { files } = event.target;
    const keys = readKeys((await files?.[0]?.text()) ?? "");
    event.target.value = "";
    if (keys) onKeys(keys);
    else toast(t("shortcuts.import_wrong"));
  };
  return (
    <label className="btn btn--plain">
      {t("shortcuts.import")}
      <input
        className="sr-only"
        type="file"
        accept="application/json,.json"
        onChange={(event) => void take(event)}
      />
    </label>
  );
}
