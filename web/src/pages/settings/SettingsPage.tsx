// A project's settings. Each is saved when it is changed, and told with a way back.

import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import type { Project } from "../../api";
import { team } from "../../api/team";
import type { Json } from "../../core/model";
import { type MessageKey, t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { toast } from "../../ui/Toast";
import { useProject } from "../project/ProjectShell";
import { NumberSetting, Setting, SwitchSetting, TextSetting } from "./Setting";

interface Settings {
  overlap: number;
  lease_seconds: number;
  park_after_skips: number;
  indexed: readonly string[];
  paused: boolean;
  suggestions: boolean;
  suggestions_blind: number;
}

type Change = { title?: string; settings?: { [name: string]: Json }; archived?: boolean };

function useChange(project: Project) {
  const client = useQueryClient();
  const write = async (change: Change) => {
    client.setQueryData(["project", project.name], await team.changeProject(project.name, change));
    void client.invalidateQueries({ queryKey: ["projects"] });
    void client.invalidateQueries({ queryKey: ["project", project.name, "overview"] });
  };
  const failed = (error: Error) => toast(t("settings.failed", { message: error.message }));
  return (change: Change, back: Change, words: MessageKey = "settings.saved") =>
    void write(change).then(
      () => toast(t(words), { name: t("people.undo"), run: () => void write(back).catch(failed) }),
      (error: Error) => {
        failed(error);
        // What is on the screen is what holds.
        void client.invalidateQueries({ queryKey: ["project", project.name], exact: true });
      },
    );
}

export function SettingsPage() {
  const project = useProject();
  const save = useChange(project);
  const now = project.settings as unknown as Settings;
  const set = <K extends keyof Settings>(name: K, value: Settings[K], words?: MessageKey) =>
    save({ settings: { [name]: value as Json } }, { settings: { [name]: now[name] as Json } }, words);
  return (
    <>
      {project.archived && (
        <p className="notice notice--warn settings__archived">
          {t("settings.is_archived")}
          <Button onClick={() => save({ archived: false }, { archived: true }, "settings.back_now")}>
            {t("settings.unarchive")}
          </Button>
        </p>
      )}
      <section className="chapter">
        <h2>{t("settings.general")}</h2>
        <TextSetting
          name={t("settings.name")}
          hint={t("settings.name_hint", { name: project.name })}
          value={project.title}
          onSave={(title) => title && save({ title }, { title: project.title })}
        />
        <SwitchSetting
          name={t("settings.pause")}
          hint={t("settings.pause_hint")}
          on={now.paused}
          onChange={(on) => set("paused", on)}
        />
      </section>
      <section className="chapter">
        <h2>{t("settings.labeling")}</h2>
        <NumberSetting
          name={t("settings.overlap")}
          hint={t("settings.overlap_hint")}
          value={now.overlap}
          low={1}
          high={100}
          onSave={(value) => set("overlap", value)}
        />
        <NumberSetting
          name={t("settings.lease")}
          hint={t("settings.lease_hint")}
          value={Math.max(1, Math.round(now.lease_seconds / 60))}
          low={1}
          high={1440}
          onSave={(value) => set("lease_seconds", value * 60)}
        />
        <NumberSetting
          name={t("settings.park")}
          hint={t("settings.park_hint")}
          value={now.park_after_skips}
          low={1}
          high={1000}
          onSave={(value) => set("park_after_skips", value)}
        />
        <SwitchSetting
          name={t("settings.suggest")}
          hint={t("settings.suggest_hint")}
          on={now.suggestions}
          onChange={(on) => set("suggestions", on)}
        />
        {now.suggestions && (
          <NumberSetting
            name={t("settings.blind")}
            hint={t("settings.blind_hint")}
            value={Math.round(now.suggestions_blind * 100)}
            low={0}
            high={100}
            onSave={(value) => set("suggestions_blind", value / 100)}
          />
        )}
        <Setting name={t("settings.guideline")} hint={t("settings.guideline_hint")}>
          {(id) => (
            <Link
              id={id}
              to="/p/$project/guideline"
              params={{ project: project.name }}
              className={buttonClass({})}
            >
              {t("settings.guideline_open")}
            </Link>
          )}
        </Setting>
      </section>
      <section className="chapter">
        <h2>{t("settings.data")}</h2>
        <TextSetting
          name={t("settings.indexed")}
          hint={t("settings.indexed_hint")}
          placeholder={t("settings.indexed_placeholder")}
          value={now.indexed.join(", ")}
          onSave={(text) => set("indexed", namesIn(text), "settings.indexed_job")}
        />
      </section>
      {!project.archived && (
        <section className="chapter">
          <h2>{t("settings.end")}</h2>
          <Setting name={t("settings.archive")} hint={t("settings.archive_hint")}>
            {(id) => (
              <Button
                id={id}
                onClick={() => save({ archived: true }, { archived: false }, "settings.archived_now")}
              >
                {t("settings.archive_do")}
              </Button>
            )}
          </Setting>
        </section>
      )}
    </>
  );
}

export const namesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];
