import { aboutOf, ITEM, type Json, type Question } from "../../core/model";
import {
  change,
  changeKind,
  consistent,
  duplicate,
  entriesOf,
  freshId,
  move,
  remove,
} from "../../core/task/edit";
import { everyValue, valuesOf } from "../../core/task/values";
import { t } from "../../i18n";
import { Check } from "../../ui/Check";
import { Segments } from "../../ui/Segments";
import { toast } from "../../ui/Toast";
import { Card } from "./Card";
import { Conditions } from "./Conditions";
import { ConfigForm } from "./ConfigForm";
import { useEdit, useTask } from "./context";
import { Choice, Line, Lines } from "./Line";
import { ValuesEditor } from "./ValuesEditor";
import { kindName } from "./words";

export function QuestionCard({ question }: { question: Question }) {
  const { state, draft, toggle } = useTask();
  const edit = useEdit();
  const { schema } = state;
  const where = `questions[${schema.questions.indexOf(question)}]`;
  const name = question.name || t("task.new_question");
  return (
    <Card
      id={question.id}
      where={where}
      name={name}
      about={<About question={question} />}
      onMove={(by) =>
        edit((now) => move(now, "questions", question.id, by, (one) => aboutOf(one) === aboutOf(question)))
      }
      onDuplicate={() => {
        edit((now) => duplicate(now, question.id));
        const copy = draft.state.snapshot().schema.questions[schema.questions.indexOf(question) + 1];
        if (copy) toggle(copy.id, true);
      }}
      onRemove={() => {
        edit((now) => remove(now, "questions", question.id));
        toast(t("task.removed", { name }), { name: t("task.undo"), run: () => draft.undo() });
      }}
    >
      <Body question={question} where={where} />
    </Card>
  );
}

function About({ question }: { question: Question }) {
  const count = [...everyValue(valuesOf(question.config))].length;
  return (
    <>
      {kindName(question.kind)}
      {count > 0 && ` · ${t("task.value_count", { count })}`}
      {question.required === false && ` · ${t("app.optional")}`}
      {(question.ask_if ?? []).length > 0 && ` · ${t("task.conditional")}`}
    </>
  );
}

function Body({ question, where }: { question: Question; where: string }) {
  const { state, kinds } = useTask();
  const edit = useEdit();
  const put = (part: Partial<Question>, key: string) =>
    edit((schema) => change(schema, "questions", question.id, part), `${question.id}/${key}`);
  const kind = kinds.answers.find((one) => one.name === question.kind);
  const known = kinds.answers.map((one) => [one.name, kindName(one.name)] as const);
  const options = kind ? known : [...known, [question.kind, question.kind] as const];
  const offers = kind?.config.properties?.values !== undefined;
  return (
    <>
      <div className="pair">
        <Line
          label={t("task.name")}
          hint={t("task.name_hint")}
          where={`${where}.name`}
          value={question.name}
          onChange={(name) => put({ name }, "name")}
        />
        <Choice
          label={t("task.answer_kind")}
          where={`${where}.kind`}
          value={question.kind}
          options={options}
          onChange={(next) => edit((schema) => changeKind(schema, question, next))}
        />
      </div>
      <Line
        label={t("task.text")}
        where={`${where}.text`}
        value={question.text ?? ""}
        placeholder={question.name || t("task.text_hint")}
        onChange={(text) => put({ text }, "text")}
      />
      {offers && <Offered question={question} where={where} />}
      {kind && (
        <ConfigForm
          kind={question.kind}
          schema={kind.config}
          config={question.config as { [key: string]: Json }}
          where={`${where}.config`}
          without={["values", "values_from"]}
          onChange={(config, key) => put({ config }, `config/${key}`)}
        />
      )}
      <Check
        label={t("task.required")}
        checked={question.required !== false}
        onChange={(required) => put({ required }, "required")}
      />
      <Conditions question={question} where={where} />
      <details className="more" open={Boolean(question.description)}>
        <summary>{t("task.more")}</summary>
        <Lines
          label={t("task.description")}
          hint={t("task.description_hint")}
          where={`${where}.description`}
          value={question.description ?? ""}
          onChange={(description) => put({ description }, "description")}
        />
        <Choice
          label={t("task.about")}
          where={`${where}.about`}
          value={aboutOf(question)}
          options={[
            [ITEM, t("task.about_item")],
            ...[...schemaSets(state.schema)].map(
              (set) => [set.id, t("task.about_each", { name: set.name || t("task.unnamed") })] as const,
            ),
          ]}
          onChange={(about) =>
            edit((schema) => consistent(change(schema, "questions", question.id, { about })))
          }
        />
      </details>
    </>
  );
}

const schemaSets = (schema: Parameters<typeof entriesOf>[0]) => [
  ...schema.region_sets,
  ...entriesOf(schema, "relation_sets"),
];

/** Values that are written here, or a key of the data that lists them for each item. */
function Offered({ question, where }: { question: Question; where: string }) {
  const { kinds, keys } = useTask();
  const edit = useEdit();
  const config = question.config as { [key: string]: Json };
  const kind = kinds.answers.find((one) => one.name === question.kind);
  const from = typeof config.values_from === "string";
  const put = (next: { [key: string]: Json }, merge?: string) =>
    edit((schema) => change(schema, "questions", question.id, { config: next }), merge);
  const mayFrom = kind?.config.properties?.values_from !== undefined;
  return (
    <div className="offered">
      <div className="offered__head">
        <span className="field__label">{t("task.values")}</span>
        {mayFrom && (
          <Segments
            label={t("task.values_where")}
            value={from ? "data" : "fixed"}
            options={[
              ["fixed", t("task.values_fixed")],
              ["data", t("task.values_data")],
            ]}
            onChange={(way) => {
              const { values: _, values_from: __, ...rest } = config;
              put(
                way === "data"
                  ? { ...rest, values_from: keys.find((key) => key !== "text") ?? "values" }
                  : { ...rest, values: [{ id: freshId(), name: "" }] },
              );
            }}
          />
        )}
      </div>
      {from ? (
        <Line
          label={t("task.values_key")}
          hint={t("task.values_key_hint")}
          where={`${where}.config.values_from`}
          value={String(config.values_from)}
          list="task-keys"
          onChange={(key) => put({ ...config, values_from: key }, `${question.id}/values_from`)}
        />
      ) : (
        <ValuesEditor question={question} where={where} />
      )}
    </div>
  );
}
