// Writing on the left, what readers will see on the right. What is written is kept in the browser until it is saved.

import { useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useRef, useState } from "react";

import type { Project } from "../../api";
import { type Guideline, guidelines, savedMeanwhile } from "../../api/guideline";
import { formatDate, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { toast } from "../../ui/Toast";
import { useLatest } from "../../ui/use";
import { useUser } from "../SignedIn";
import { Back } from "./Back";
import { Conflict } from "./Conflict";
import { keepDraft, readDraft } from "./draft";
import { GuidelineText } from "./Guideline";
import { mark, picture, pictures } from "./markup";
import { guidelineQuery } from "./query";
import { Toolbar } from "./Toolbar";

interface EditorProps {
  project: Project;
  guideline: Guideline;
  onSaved(): void;
  onLeave(): void;
}

export function Editor({ project, guideline, onSaved, onLeave }: EditorProps) {
  const me = useUser();
  const client = useQueryClient();
  const area = useRef<HTMLTextAreaElement>(null);
  const [found, setFound] = useState(() => {
    const draft = readDraft(me.id, project.name);
    return draft && draft.text !== guideline.guideline ? draft : null;
  });
  const [text, setText] = useState(found?.text ?? guideline.guideline);
  const [base, setBase] = useState(found?.base ?? guideline.version);
  const [theirs, setTheirs] = useState(() =>
    found && found.base < guideline.version
      ? { version: guideline.version, guideline: guideline.guideline }
      : null,
  );
  const [saving, setSaving] = useState(false);
  const [sending, setSending] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const seen = useDeferredValue(text);
  const changed = text !== guideline.guideline;

  // At once, not after a pause: whoever closes the tab after the last word finds it again.
  useEffect(() => {
    keepDraft(me.id, project.name, changed ? { text, base, at: Date.now() * 1000 } : null);
  }, [text, base, changed, me.id, project.name]);

  const save = async (from: number) => {
    setSaving(true);
    setProblem(null);
    try {
      const saved = await guidelines.save(project.name, text, from);
      keepDraft(me.id, project.name, null);
      client.setQueryData(guidelineQuery(project.name).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["project", project.name], exact: true });
      toast(t("guideline.saved", { version: saved.version }));
      onSaved();
    } catch (error) {
      const other = savedMeanwhile(error);
      if (other) setTheirs(other);
      else setProblem((error as Error).message);
      setSaving(false);
    }
  };
  const ready = changed && !saving && sending === 0 && theirs === null;
  const saveNow = useLatest(() => ready && void save(base));
  // Wherever the focus is: the browser's own answer, saving the page as a file, is never meant here.
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key !== "s" || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      saveNow.current();
    };
    window.addEventListener("keydown", keys);
    return () => window.removeEventListener("keydown", keys);
  }, [saveNow]);
  const add = async (files: readonly File[]) => {
    setProblem(null);
    for (const file of files) {
      setSending((count) => count + 1);
      try {
        const reference = await guidelines.addPicture(project.name, file);
        if (area.current) picture(area.current, file.name, reference);
      } catch (error) {
        setProblem((error as Error).message);
      } finally {
        setSending((count) => count - 1);
      }
    }
  };
  const discard = () => {
    const before = { text, base };
    setText(guideline.guideline);
    setBase(guideline.version);
    setFound(null);
    setTheirs(null);
    toast(t("guideline.discarded"), {
      name: t("guideline.undo"),
      run: () => {
        setText(before.text);
        setBase(before.base);
      },
    });
  };

  return (
    <div className="editor">
      <header className="editor__head">
        <Back project={project} />
        <h1>{t("guideline.title")}</h1>
        <span className="muted" role="status">
          {sending > 0
            ? t("guideline.sending_picture")
            : t(changed ? "guideline.draft_kept" : "guideline.no_change")}
        </span>
        <span className="bar__space" />
        {problem && (
          <span className="field__problem" role="alert">
            {problem}
          </span>
        )}
        <Button onClick={onLeave}>{t("app.close")}</Button>
        <Button look="main" disabled={!ready} shortcut="mod+s" onClick={() => void save(base)}>
          {saving ? t("guideline.saving") : t("guideline.save")}
        </Button>
      </header>
      {theirs ? (
        <Conflict
          theirs={theirs}
          mine={text}
          busy={saving}
          onMine={() => {
            setBase(theirs.version);
            void save(theirs.version);
          }}
          onTheirs={() => {
            keepDraft(me.id, project.name, null);
            void client.invalidateQueries({ queryKey: ["project", project.name] });
            onLeave();
          }}
          onGoOn={() => {
            setBase(theirs.version);
            setTheirs(null);
            void client.invalidateQueries({ queryKey: guidelineQuery(project.name).queryKey, exact: true });
          }}
        />
      ) : (
        found && (
          <p className="notice editor__found">
            {t("guideline.draft_found", { date: formatDate(found.at) })}
            <Button onClick={discard}>{t("guideline.discard")}</Button>
          </p>
        )
      )}
      <div className="editor__pair">
        <div className="editor__write">
          <Toolbar area={area} onPictures={(files) => void add(files)} />
          <textarea
            ref={area}
            aria-label={t("guideline.text")}
            className="editor__area"
            dir="auto"
            spellCheck
            maxLength={200_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onPaste={(event) => {
              const files = pictures(event.clipboardData);
              if (files.length === 0) return;
              event.preventDefault();
              void add(files);
            }}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              const files = pictures(event.dataTransfer);
              if (files.length === 0) return;
              event.preventDefault();
              void add(files);
            }}
            onKeyDown={(event) => {
              if (!event.ctrlKey && !event.metaKey) return;
              const what = { b: "bold", i: "italic" }[event.key] as "bold" | "italic" | undefined;
              if (!what) return;
              mark(event.currentTarget, what);
              event.preventDefault();
            }}
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
        <section className="editor__preview" aria-label={t("guideline.preview")} tabIndex={0}>
          {seen.trim() ? (
            <GuidelineText project={project.name} text={seen} />
          ) : (
            <p className="muted">{t("guideline.preview_empty")}</p>
          )}
        </section>
      </div>
    </div>
  );
}
