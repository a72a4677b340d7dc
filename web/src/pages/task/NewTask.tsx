import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";

import { ApiError, projects } from "../../api";
import { type Kinds, type Template, task } from "../../api/task";
import { mediumUI } from "../../catalog";
import type { Schema } from "../../core/model";
import { blank, freshId } from "../../core/task/edit";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { focusNow } from "../../ui/focus";
import { Icon } from "../../ui/Icon";
import { toast } from "../../ui/Toast";
import { useSignal } from "../../ui/use";
import { useUser } from "../SignedIn";
import { Editor, type View } from "./Editor";
import { fieldsFor, MOST, type Row } from "./rows";
import { drop, keep, kept, newKey } from "./shelf";
import { useAutosave, useDraft } from "./useDraft";

interface NewTaskProps {
  from: string;
  template: Template | undefined;
  schema: Schema | null;
  kinds: Kinds;
}

/** A project's address from its title: "Moods, round 2" becomes "moods-round-2". */
export function addressOf(title: string, taken: readonly string[]): string {
  const base =
    title
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[^a-z0-9_]+/g, "-")
      .replace(/^[-_]+|[-_]+$/g, "")
      .slice(0, 50) || "project";
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

export function NewTask({ from, template, schema, kinds }: NewTaskProps) {
  const me = useUser();
  const key = newKey(me.id, from);
  const [found] = useState(() => kept(key));
  const navigate = useNavigate();
  const client = useQueryClient();
  const { view = "form" } = useSearch({ from: "/signed-in/new" });
  const { data: rows_ = [] } = useQuery({ queryKey: ["projects"], queryFn: projects.list });
  const taken = useMemo(() => rows_.map((row) => row.name), [rows_]);

  const [title, setTitle] = useState(found?.title ?? template?.title ?? "");
  const [named, setNamed] = useState(found?.name ?? "");
  const [overlap, setOverlap] = useState(String(found?.overlap ?? 1));
  const [guideline, setGuideline] = useState(found?.guideline ?? template?.guideline ?? "");
  const [own, setOwn] = useState<Row[] | null>(
    () => found?.rows?.map((data) => ({ data, media: {} })) ?? null,
  );
  const samples = useMemo(() => (template && schema ? sampleRows(template, schema) : []), [template, schema]);
  const name = named || addressOf(title, taken);

  const draft = useDraft(
    from,
    () => ({
      schema: found?.schema ?? schema ?? blank("text"),
      before: null,
      text: found ? found.text : from === "paste" ? "" : null,
    }),
    setGuideline,
  );
  const state = useSignal(draft.state);
  // What is typed as text counts once it was read.
  const unread = state.from === "text" && state.phase !== "good";
  const touched =
    state.canUndo ||
    found !== null ||
    own !== null ||
    title !== (template?.title ?? "") ||
    (state.from === "text" && state.text.trim() !== "");
  const [problems, setProblems] = useState<{ [where: string]: string }>({});
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState(false);

  const what = useMemo(
    () => ({ state, title, named, overlap, guideline, own }),
    [state, title, named, overlap, guideline, own],
  );
  useAutosave(what, () => {
    if (!touched || made) return;
    keep(key, {
      schema: state.schema,
      text: unread ? state.text : null,
      at: Date.now(),
      title,
      ...(named ? { name: named } : {}),
      guideline,
      overlap: Number(overlap) || 1,
      ...(own && !own.some((row) => row.file) ? { rows: own.map((row) => row.data) } : {}),
    });
  });

  const useRows = (rows: Row[], text?: string) => {
    if (rows.length === 0) return toast(t("task.no_rows"));
    setOwn(rows);
    // Somebody begins with data: what it holds is what is shown, as long as nothing was said about that.
    const { schema: now } = draft.state.snapshot();
    const guess = fieldsFor(rows);
    const pristine =
      from === "blank" &&
      !now.region_sets.length &&
      now.fields.length === 1 &&
      now.fields[0]?.name === "text";
    const known = now.fields.some((field) => rows.some((row) => field.source in row.data));
    if (pristine && !known && guess[0])
      draft.edit((before) => ({
        ...before,
        fields: guess.map((one) => ({ id: freshId(), source: one.name, ...one })),
      }));
    return text;
  };

  const missing = (): { [where: string]: string } => {
    const people = Number(overlap);
    return {
      ...(title.trim() ? {} : { title: t("new.title_missing") }),
      ...(Number.isInteger(people) && people >= 1 && people <= 100
        ? {}
        : { overlap: t("new.overlap_wrong") }),
    };
  };

  const create = async () => {
    const found = missing();
    setProblems(found);
    if (Object.keys(found).length > 0) {
      focusNow(() => document.querySelector<HTMLElement>(".new-head [aria-invalid='true']"));
      return;
    }
    const { questions, region_sets } = draft.state.snapshot().schema;
    if (questions.length + region_sets.length === 0) {
      toast(t("new.asks_nothing"));
      return;
    }
    setBusy(true);
    try {
      await task.create({
        name,
        title: title.trim(),
        schema: draft.settled,
        guideline,
        overlap: Number(overlap),
      });
      setMade(true);
      drop(key);
      void client.invalidateQueries({ queryKey: ["projects"] });
      await navigate({ to: "/p/$project/import", params: { project: name } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const wrong = Object.fromEntries(error.problems.map((one) => [one.where, one.message]));
      if (error.status === 409) wrong.name = error.message;
      if (Object.keys(wrong).length === 0 || error.status === 0)
        toast(error.message || t("error.offline_title"));
      setProblems(wrong);
      draft.recheck();
    } finally {
      setBusy(false);
    }
  };

  return (
    <Editor
      title={t("new.title")}
      draft={draft}
      kinds={kinds}
      view={view}
      onView={(next: View) => void navigate({ to: "/new", search: { from, view: next }, replace: true })}
      rows={own ?? samples}
      rowsFrom={
        own
          ? t("task.rows_own", { count: own.length })
          : samples.length > 0
            ? t("task.rows_samples")
            : t("task.rows_none")
      }
      onRows={useRows}
      lead={
        <Link to="/new" className={buttonClass({ look: "quiet" })}>
          <Icon name="back" />
          {t("new.back")}
        </Link>
      }
      actions={
        <Button look="main" disabled={busy || state.phase === "bad" || unread} onClick={() => void create()}>
          {busy ? t("new.creating") : t("new.create")}
        </Button>
      }
      above={
        <section className="part new-head">
          <Field
            label={t("new.project_title")}
            value={title}
            maxLength={200}
            placeholder={t("new.untitled")}
            problem={problems.title ?? null}
            onChange={(event) => setTitle(event.target.value)}
          />
          <div className="pair">
            <Field
              label={t("new.project_name")}
              hint={t("new.project_name_hint", { name })}
              value={named}
              placeholder={name}
              maxLength={60}
              spellCheck={false}
              problem={problems.name ?? null}
              onChange={(event) => setNamed(event.target.value.toLowerCase().replace(/[^a-z0-9_-]/g, "-"))}
              onBlur={() => setNamed(named.replace(/^[-_]+|[-_]+$/g, ""))}
            />
            <Field
              label={t("new.overlap")}
              hint={t("new.overlap_hint")}
              type="number"
              min={1}
              max={100}
              value={overlap}
              problem={problems["settings.overlap"] ?? problems.overlap ?? null}
              onChange={(event) => setOverlap(event.target.value)}
            />
          </div>
          {template && <p className="field__hint">{t("new.guideline_too")}</p>}
        </section>
      }
    />
  );
}

/** The template's own rows, with addresses for its files. */
function sampleRows(template: Template, schema: Schema): Row[] {
  const named = schema.fields.filter((field) => mediumUI(field.medium)?.endings).map((field) => field.source);
  return template.rows.slice(0, MOST).map((data) => ({
    data,
    media: Object.fromEntries(
      named.flatMap((source) => {
        const file = data[source];
        return typeof file === "string"
          ? [[source, { url: task.templateFile(template.name, file), name: file }]]
          : [];
      }),
    ),
  }));
}
