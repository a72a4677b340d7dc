// The task as text. Problems stand at their lines, and below with a way there.

import { useEffect, useRef, useState } from "react";

import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { useTask } from "./context";

export function YamlPane({ readOnly = false }: { readOnly?: boolean }) {
  const { draft, state } = useTask();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLOListElement>(null);
  useEffect(() => {
    draft.showText(true);
    return () => draft.showText(false);
  }, [draft]);
  const count = state.text.split("\n").length;
  const wrong = new Set(state.from === "text" ? state.problems.map((one) => one.line ?? 1) : []);
  const goTo = (line: number) => {
    const { current } = area;
    if (!current) return;
    const start = state.text.split("\n", line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    current.focus();
    current.setSelectionRange(start, start + (state.text.split("\n")[line - 1]?.length ?? 0));
    // The caret alone does not scroll everywhere.
    current.scrollTop = Math.max(0, (line - 4) * (current.scrollHeight / Math.max(1, count)));
  };
  return (
    <div className="yaml">
      <header className="yaml__head">
        <h2>YAML</h2>
        <CopyText text={state.text} />
      </header>
      <div className="yaml__edit">
        <ol className="yaml__gutter" aria-hidden="true" ref={gutter}>
          {Array.from({ length: count }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have only their number.
            <li key={at} className={wrong.has(at + 1) ? "yaml__wrong" : undefined}>
              {at + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          className="yaml__text"
          value={state.text}
          readOnly={readOnly}
          aria-label={t("task.yaml")}
          aria-invalid={wrong.size > 0 ? true : undefined}
          aria-describedby="yaml-problems"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          placeholder={t("task.yaml_hint")}
          onChange={(event) => draft.type(event.target.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing || readOnly) return;
            const { selectionStart, value } = event.currentTarget;
            const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
            const space = /^ *(- )?/.exec(line)?.[0].replace("- ", "  ") ?? "";
            if (space === "") return;
            event.preventDefault();
            // As if typed: the browser's own undo keeps working.
            document.execCommand("insertText", false, `\n${space}${line.endsWith(":") ? "  " : ""}`);
          }}
        />
      </div>
      <div id="yaml-problems" className="yaml__problems" aria-live="polite">
        {state.from === "text" &&
          state.problems.map(({ where, message, line = 1 }) => (
            <button
              key={`${where} ${message}`}
              type="button"
              className="yaml__problem"
              onClick={() => goTo(line)}
            >
              <span className="num">{t("task.line", { line })}</span>
              <span>
                {where && <code>{where}</code>} {message}
              </span>
            </button>
          ))}
        {state.from === "form" && state.phase === "bad" && (
          <p className="field__hint">{t("task.yaml_behind")}</p>
        )}
        {state.leftOut.length > 0 && (
          <p className="notice notice--warn">
            <Icon name="warn" />
            {t("task.left_out", { tags: state.leftOut.join(", ") })}
          </p>
        )}
      </div>
    </div>
  );
}

function CopyText({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      look="quiet"
      onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
    >
      {copied ? t("app.copied") : t("app.copy")}
    </Button>
  );
}
