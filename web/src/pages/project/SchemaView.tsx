import type { Project } from "../../api";
import { shapeUI } from "../../catalog";
import { aboutOf, ITEM, type Question } from "../../core/model";
import { Inks, optionsOf } from "../../core/options";
import { t } from "../../i18n";
import { Swatch } from "../../ui/Swatch";

/** What is asked, as people read it: questions with their values, about the item and about each set's regions. */
export function SchemaView({ project }: { project: Project }) {
  const { schema } = project;
  const inks = new Inks(schema, {});
  const about = (target: string) => schema.questions.filter((question) => aboutOf(question) === target);
  return (
    <section className="home__part" aria-labelledby="schema">
      <div className="home__head">
        <h2 id="schema">{t("home.questions")}</h2>
        <span className="muted">{t("home.schema_version", { version: project.schema_version })}</span>
      </div>
      {about(ITEM).length > 0 && (
        <div className="asked">
          <h3 className="muted">{t("home.about_item")}</h3>
          {about(ITEM).map((question) => (
            <Asked key={question.id} question={question} />
          ))}
        </div>
      )}
      {schema.region_sets.map((set) => (
        <div key={set.id} className="asked">
          <h3 className="muted">
            {t("home.about_set", { name: set.name })} (
            {set.shapes
              .map((name) => {
                const shape = shapeUI(name);
                return shape ? t(shape.name).toLowerCase() : name;
              })
              .join(", ")}
            )
          </h3>
          {about(set.id).map((question) => (
            <Asked key={question.id} question={question} ink={(value) => inks.of(set.id, value)} />
          ))}
        </div>
      ))}
    </section>
  );
}

function Asked({ question, ink }: { question: Question; ink?: (value: string) => ReturnType<Inks["of"]> }) {
  const options = optionsOf(question.config, {});
  return (
    <div className="asked__question">
      <span>{question.text || question.name}</span>
      {options.length > 0 && (
        <ul className="asked__values">
          {options.slice(0, 16).map((option) => (
            <li key={option.path.join("/")}>
              {ink && question.kind === "choice" && <Swatch ink={ink(option.id)} />}
              {option.name}
            </li>
          ))}
          {options.length > 16 && <li className="muted">+{options.length - 16}</li>}
        </ul>
      )}
    </div>
  );
}
