// Where a project begins: a ready-made task, an empty one, a file; or what was begun before.

import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { type Template, task } from "../../api/task";
import { formatDate, locale, t, tOr } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Empty } from "../../ui/States";
import { useUser } from "../SignedIn";
import { Sketch } from "./Sketch";
import { begun, drop, newKey } from "./shelf";
import { kindName, mediumName, shapeName } from "./words";

interface Loose {
  fields: { medium: string; name: string; source?: string }[];
  region_sets?: { shapes: string[] }[];
  questions?: { kind: string }[];
}
const schemaOf = (template: Template) => template.schema as unknown as Loose;

const mediaOf = (template: Template) => [...new Set(schemaOf(template).fields.map((field) => field.medium))];

/** All words by which somebody may look for it. */
function wordsOf(template: Template): string {
  const { region_sets = [], questions = [] } = schemaOf(template);
  return [
    template.title,
    template.description,
    template.name.replaceAll("_", " "),
    ...mediaOf(template).map(mediumName),
    ...region_sets.flatMap((set) => [set.shapes].flat().map(shapeName)),
    ...questions.map((question) => kindName(question.kind)),
  ]
    .join(" ")
    .toLowerCase();
}

/** The first picture of its rows. */
export function pictureOf(template: Template): string | undefined {
  const field = schemaOf(template).fields.find((one) => one.medium === "image");
  const file = field && template.rows[0]?.[field.source ?? field.name];
  return typeof file === "string" ? task.templateFile(template.name, file) : undefined;
}

export function Gallery({
  templates,
  find,
  onFind,
}: {
  templates: readonly Template[];
  find: string;
  onFind(words: string): void;
}) {
  const wanted = find.toLowerCase().split(/\s+/).filter(Boolean);
  const found = templates.filter((one) => wanted.every((word) => wordsOf(one).includes(word)));
  const groups = [...new Set(found.map((one) => mediaOf(one).join("+")))];
  return (
    <div className="page gallery">
      <div className="page__head">
        <h1>{t("new.title")}</h1>
        <input
          type="search"
          className="input gallery__find"
          value={find}
          placeholder={t("new.find")}
          aria-label={t("new.find")}
          onChange={(event) => onFind(event.target.value)}
        />
      </div>
      <p className="gallery__text muted">{t("new.text")}</p>
      <Begun />
      {wanted.length === 0 && (
        <section className="gallery__group" aria-labelledby="group-own">
          <h2 id="group-own">{t("new.own")}</h2>
          <ul className="gallery__cards">
            <li className="template">
              <Link to="/new" search={{ from: "blank" }} className="template__link">
                <BlankSketch />
                <span className="template__title">{t("new.blank")}</span>
                <span className="muted">{t("new.blank_text")}</span>
              </Link>
            </li>
            <li className="template">
              <Link to="/new" search={{ from: "paste", view: "yaml" }} className="template__link">
                <PasteSketch />
                <span className="template__title">{t("new.paste")}</span>
                <span className="muted">{t("new.paste_text")}</span>
              </Link>
            </li>
          </ul>
        </section>
      )}
      {groups.map((group) => (
        <section key={group} className="gallery__group" aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>{groupName(group.split("+"))}</h2>
          <ul className="gallery__cards">
            {found
              .filter((one) => mediaOf(one).join("+") === group)
              .map((template) => (
                <li key={template.name} className="template">
                  <Link to="/new" search={{ from: template.name }} className="template__link">
                    <Sketch schema={template.schema} picture={pictureOf(template)} />
                    <span className="template__title">{template.title}</span>
                    <span className="muted">{template.description}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
      {found.length === 0 && (
        <Empty
          title={t("new.none")}
          actions={
            <>
              <Button look="main" onClick={() => onFind("")}>
                {t("new.show_all")}
              </Button>
              <Link to="/new" search={{ from: "blank" }} className={buttonClass({})}>
                {t("new.blank")}
              </Link>
            </>
          }
        />
      )}
    </div>
  );
}

/** "Texts", "Pictures", "Picture and text". */
const groupName = (media: readonly string[]) =>
  media.length === 1
    ? tOr(`new.group.${media[0]}`, media[0] ?? "")
    : new Intl.ListFormat(locale()).format(media.map(mediumName));

/** Projects to be that this person began in this browser. */
function Begun() {
  const me = useUser();
  const [list, setList] = useState(() => begun(me.id));
  if (list.length === 0) return null;
  return (
    <ul className="begun">
      {list.map(({ from, kept }) => (
        <li key={from} className="notice begun__one">
          <span>
            {t("new.begun", { name: kept.title || t("new.untitled") })}{" "}
            <span className="muted">{formatDate(new Date(kept.at).toISOString())}</span>
          </span>
          <span className="begun__actions">
            <Button
              look="quiet"
              onClick={() => {
                drop(newKey(me.id, from));
                setList(begun(me.id));
              }}
            >
              {t("new.throw_away")}
            </Button>
            <Link to="/new" search={{ from }} className={buttonClass({})}>
              {t("new.go_on")}
            </Link>
          </span>
        </li>
      ))}
    </ul>
  );
}

function BlankSketch() {
  return (
    <svg className="sketch" viewBox="0 0 240 124" aria-hidden="true">
      <rect className="sketch__dashed" x="10" y="10" width="140" height="104" rx="6" />
      <rect className="sketch__dashed" x="164" y="10" width="66" height="30" rx="6" />
      <rect className="sketch__dashed" x="164" y="47" width="66" height="30" rx="6" />
      <path className="sketch__plus" d="M80 52v20M70 62h20" />
    </svg>
  );
}

function PasteSketch() {
  return (
    <svg className="sketch sketch--code" viewBox="0 0 240 124" aria-hidden="true">
      <text x="18" y="34">
        fields:
      </text>
      <text x="18" y="54">
        {" "}
        - {"{name: text, medium: text}"}
      </text>
      <text x="18" y="74">
        questions:
      </text>
      <text x="18" y="94">
        {" "}
        - name: mood
      </text>
    </svg>
  );
}
