// Keys, palette and help sheet of the whole app; there once, around every page of a signed-in person.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";

import type { Me } from "../../api";
import type { Command } from "../../core/commands";
import { keymap } from "../../core/keymap";
import { t } from "../../i18n";
import { useSignal } from "../../ui/use";
import { savePreferences } from "../account/preferences";
import { THEMES, type Theme } from "../theme";
import { CommandSheet } from "./CommandSheet";
import { overlay } from "./overlay";
import { Palette } from "./Palette";
import { usePlaces } from "./places";
import { useCommands } from "./useCommands";
import { useKeys } from "./useKeys";

export { overlay } from "./overlay";

export function Hands({ me }: { me: Me }) {
  useEffect(() => keymap.set(ownKeys(me)), [me]);
  useKeys();
  const navigate = useNavigate();
  const { project } = useParams({ strict: false });
  const client = useQueryClient();
  const commands = useMemo(
    () =>
      appCommands(
        (to) => void navigate({ to }),
        (look) => void savePreferences(client, { theme: look }).catch(() => undefined),
        me.admin,
      ),
    [navigate, client, me.admin],
  );
  useCommands(commands);
  usePlaces(project);
  const open = useSignal(overlay);
  const close = () => overlay.set("none");
  return (
    <>
      {open === "palette" && <Palette user={me.id} onClose={close} />}
      {open === "help" && <CommandSheet open onClose={close} />}
    </>
  );
}

/** A person's keys as the server keeps them. */
function ownKeys({ preferences }: Me) {
  const { keys, single_keys: singles } = (preferences ?? {}) as {
    keys?: { [command: string]: string };
    single_keys?: boolean;
  };
  return { own: keys ?? {}, singles: singles ?? true };
}

/** What can be done anywhere. */
export function appCommands(
  go: (to: "/" | "/new" | "/account/shortcuts") => void,
  look: (one: Theme) => void,
  makes = true,
): Command[] {
  const app = { group: t("group.app"), scope: "app" as const };
  return [
    {
      ...app,
      id: "palette",
      name: t("palette.open"),
      keys: ["mod+k"],
      typingKeys: ["mod+k"],
      run: () => overlay.set("palette"),
    },
    { ...app, id: "help", name: t("help.title"), keys: ["?"], run: () => overlay.set("help") },
    { ...app, id: "go.home", name: t("app.back_home"), keys: ["g h"], run: () => go("/") },
    {
      ...app,
      id: "go.new",
      name: t("projects.new"),
      keys: [],
      enabled: () => makes,
      run: () => go("/new"),
    },
    {
      ...app,
      id: "go.shortcuts",
      name: t("shortcuts.title"),
      keys: [],
      words: t("shortcuts.words"),
      run: () => go("/account/shortcuts"),
    },
    ...THEMES.map(
      (one): Command => ({
        ...app,
        id: `theme.${one}`,
        name: `${t("app.theme")}: ${t(`app.theme.${one}`)}`,
        keys: [],
        run: () => look(one),
      }),
    ),
  ];
}
