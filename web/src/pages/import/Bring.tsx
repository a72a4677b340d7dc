import { useEffect, useRef, useState } from "react";

import type { Project } from "../../api";
import type { Origin } from "../../api/imports";
import type { Packed } from "../../core/zip";
import { t } from "../../i18n";
import { Area } from "../../ui/Area";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Progress } from "../../ui/Progress";
import { FromStorage } from "./FromStorage";
import { asOne, chosen, dropped, pasted, TooMuch } from "./given";
import { formatSize } from "./size";
import { type Named, type Sending, send } from "./upload";

interface BringProps {
  project: Project;
  onGiven(from: Origin): void;
}

/** Under way: packing (no name yet) or sending. */
interface Way extends Sending {
  words: string;
}

export function Bring({ project, onGiven }: BringProps) {
  const [way, setWay] = useState<Way | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const sendIt = async (make: () => Promise<Named>) => {
    const control = new AbortController();
    stop.current = control;
    setProblem(null);
    try {
      const file = await make();
      const words = t("import.sending", { name: file.name });
      setWay({ words, done: 0, total: file.content.size, waiting: false });
      const upload = await send(project.name, file, (now) => setWay({ words, ...now }), control.signal);
      onGiven({ upload });
    } catch (error) {
      if (!control.signal.aborted)
        setProblem(error instanceof TooMuch ? t("import.too_much") : (error as Error).message);
    } finally {
      setWay(null);
    }
  };

  const take = (files: readonly Packed[]) => {
    if (files.length === 0) return setProblem(t("import.none"));
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    const words = t("import.packing", { count: files.length });
    void sendIt(() =>
      asOne(files, (done) => {
        if (!stop.current?.signal.aborted) setWay({ words, done, total, waiting: false });
      }),
    );
  };

  if (way) return <Under way={way} onStop={() => stop.current?.abort()} />;
  return (
    <div className="bring">
      <Drop onFiles={take} />
      {problem && (
        <p className="notice notice--bad" role="alert">
          {problem}
        </p>
      )}
      <div className="bring__pair">
        <Paste onText={(text) => void sendIt(async () => pasted(text))} />
        <Address onUrl={(url) => onGiven({ url })} />
      </div>
      <FromStorage project={project} onGiven={onGiven} />
      <p className="muted">{t("import.nothing_stored")}</p>
    </div>
  );
}

function Drop({ onFiles }: { onFiles(files: readonly Packed[]): void }) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <section
      className={over ? "drop drop--over" : "drop"}
      aria-label={t("import.drop_title")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void dropped(event.dataTransfer).then(onFiles);
      }}
    >
      <h2>{t("import.drop_title")}</h2>
      <p className="muted">{t("import.drop_text")}</p>
      <div className="drop__buttons">
        <Button look="main" onClick={() => files.current?.click()}>
          {t("import.choose_files")}
        </Button>
        <Button onClick={() => folder.current?.click()}>{t("import.choose_folder")}</Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        onChange={(event) => onFiles(chosen(event.target.files))}
      />
      <input
        ref={(element) => {
          folder.current = element;
          element?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        hidden
        onChange={(event) => onFiles(chosen(event.target.files))}
      />
    </section>
  );
}

function Paste({ onText }: { onText(text: string): void }) {
  const [text, setText] = useState("");
  return (
    <form
      className="bring__part"
      onSubmit={(event) => {
        event.preventDefault();
        onText(text);
      }}
    >
      <Area
        label={t("import.paste")}
        hint={t("import.paste_hint")}
        rows={6}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" disabled={!text.trim()}>
        {t("import.paste_action")}
      </Button>
    </form>
  );
}

function Address({ onUrl }: { onUrl(url: string): void }) {
  const [url, setUrl] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      className="bring__part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const good = /^https?:\/\/[^\s/]+/i.test(url.trim());
        setProblem(good ? null : t("import.url_wrong"));
        if (good) onUrl(url.trim());
      }}
    >
      <Field
        label={t("import.url")}
        problem={problem}
        hint={t("import.url_hint")}
        type="url"
        placeholder="https://"
        value={url}
        onChange={(event) => setUrl(event.target.value)}
      />
      <Button type="submit" disabled={!url.trim()}>
        {t("import.url_action")}
      </Button>
    </form>
  );
}

function Under({ way, onStop }: { way: Way; onStop(): void }) {
  return (
    <section className="under" role="status">
      <div className="under__line">
        <strong>{way.words}</strong>
        <span className="muted num">
          {t("import.sent", { done: formatSize(way.done), total: formatSize(way.total) })}
        </span>
        <Button onClick={onStop}>{t("import.stop")}</Button>
      </div>
      <Progress done={way.done} total={way.total || 1} name={way.words} />
      <p className={way.waiting ? "notice notice--warn" : "under__quiet"}>
        {way.waiting ? t("import.waiting") : ""}
      </p>
    </section>
  );
}
