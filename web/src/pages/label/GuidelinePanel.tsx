// The guideline beside the item, so that both are read together: searched, by its contents, at a question's values.

import { useEffect, useRef, useState } from "react";

import type { Project } from "../../api";
import type { Question, Schema } from "../../core/model";
import { optionsOf } from "../../core/options";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { GuidelineText } from "../guideline/Guideline";
import { Drawer } from "./Drawer";
import { useFind } from "./useFind";
import "../../ui/markdown.css";

interface GuidelinePanelProps {
  project: Project;
  schema: Schema;
  /** The question to open it at. */
  at: string | null;
  onClose(): void;
}

interface Heading {
  text: string;
  level: number;
  element: Element;
}

export function GuidelinePanel({ project, schema, at, onClose }: GuidelinePanelProps) {
  const text = useRef<HTMLDivElement>(null);
  const [headings, setHeadings] = useState<readonly Heading[]>([]);
  const find = useFind(text, project.guideline);
  const explained = schema.questions.filter(hasValues);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another guideline has other headings.
  useEffect(() => {
    const found = [...(text.current?.querySelectorAll("h2, h3, h4") ?? [])];
    setHeadings(
      found.map((element) => ({
        text: element.textContent ?? "",
        level: Number(element.tagName[1]),
        element,
      })),
    );
  }, [project.guideline]);

  useEffect(() => {
    if (at === null) return;
    const place = text.current?.querySelector(`[data-question="${CSS.escape(at)}"]`);
    place?.scrollIntoView({ block: "start" });
  }, [at]);

  return (
    <Drawer
      title={t("guideline.title")}
      more={<span className="muted">{t("guideline.version", { version: project.guideline_version })}</span>}
      onClose={onClose}
    >
      <div className="drawer__tools">
        <input
          className="input"
          type="search"
          placeholder={t("guide.search")}
          aria-label={t("guide.search")}
          value={find.words}
          onChange={(event) => find.search(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            event.stopPropagation();
            find.next();
          }}
        />
        {find.words && (
          <>
            <span className="muted" role="status">
              {find.count === 0 ? t("guide.none") : t("guide.found", { count: find.count })}
            </span>
            {find.count > 1 && (
              <Button
                look="quiet"
                icon
                keepFocus
                tip={t("guide.next")}
                data-tip-side="end"
                onClick={find.next}
              >
                <Icon name="down" />
              </Button>
            )}
          </>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
      <div className="drawer__text" tabIndex={0} ref={text}>
        {headings.length > 3 && !find.words && <Contents headings={headings} />}
        {project.guideline.trim() ? (
          <GuidelineText project={project.name} text={project.guideline} />
        ) : (
          <p className="muted">{t("guideline.empty")}</p>
        )}
        {explained.length > 0 && (
          <section className="guide-values">
            <h2>{t("guide.values")}</h2>
            {explained.map((question) => (
              <Values key={question.id} question={question} here={question.id === at} />
            ))}
          </section>
        )}
      </div>
    </Drawer>
  );
}

function Contents({ headings }: { headings: readonly Heading[] }) {
  return (
    <details className="guide-contents">
      <summary>{t("guide.contents")}</summary>
      <ul>
        {headings.map(({ text, level, element }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: headings may be called alike.
          <li key={i} data-level={level}>
            <button type="button" className="link" onClick={() => element.scrollIntoView({ block: "start" })}>
              {text}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

const hasValues = (question: Question): boolean =>
  !!question.description || optionsOf(question.config, {}).some(({ description }) => description !== "");

function Values({ question, here }: { question: Question; here: boolean }) {
  return (
    <div className="guide-question" data-question={question.id} data-here={here}>
      <h3>{question.text || question.name}</h3>
      {question.description && <p>{question.description}</p>}
      <dl>
        {optionsOf(question.config, {}).map(({ id, name, description, depth }) => (
          <div key={id} data-depth={Math.min(depth, 3)}>
            <dt>{name}</dt>
            {description && <dd>{description}</dd>}
          </div>
        ))}
      </dl>
    </div>
  );
}
