import type { Project } from "../../api";
import type { Distribution, Measured } from "../../api/overview";
import { ITEM, type Question } from "../../core/model";
import { Inks, type Option, optionsOf } from "../../core/options";
import { formatNumber, t } from "../../i18n";
import { formatShare } from "../../ui/percent";
import { type Bar, Bars } from "../../ui/plot/Bars";

interface LabelsProps {
  project: Project;
  measured: Measured | null;
  measuring: boolean;
}

export function Labels({ project, measured, measuring }: LabelsProps) {
  if (!measured) {
    const question = project.schema.questions[0];
    return (
      question && <OneQuestion question={question} found={null} project={project} measuring={measuring} />
    );
  }
  return measured.distributions.map((found) => {
    const question = project.schema.questions.find(({ id }) => id === found.question);
    return (
      question && (
        <OneQuestion
          key={found.question}
          question={question}
          found={found}
          project={project}
          measuring={measuring}
          sample={measured.sample}
        />
      )
    );
  });
}

interface OneProps {
  question: Question;
  found: Distribution | null;
  project: Project;
  measuring: boolean;
  sample?: Measured["sample"];
}

function OneQuestion({ question, found, project, measuring, sample }: OneProps) {
  const bars = found ? barsOf(found, question, project) : [];
  const part = sample && sample.annotations < sample.of;
  const said = [
    found?.different == null
      ? ""
      : t("over.labels_different", { answers: formatNumber(found.answers), count: found.different }),
    part ? t("over.labels_sample", { count: sample.annotations, of: sample.of }) : "",
  ]
    .filter(Boolean)
    .join(" ");
  const none = !found || found.answers === 0;
  return (
    <Bars
      title={question.text || t("over.labels", { question: question.name })}
      summary={said}
      bars={bars}
      tooLittle={
        none ? t(measuring ? "over.measuring" : "over.labels_none") : bars.length === 0 ? said || null : null
      }
      table={{
        columns: [t("over.column_label"), t("over.column_count"), t("over.column_share")],
        rows: bars.map(({ name, value, share }) => [name, value, share]),
      }}
    />
  );
}

type Shown = Bar & { share: number };

function barsOf(found: Distribution, question: Question, project: Project): Shown[] {
  const all = found.bins.length > 0 ? found.bins.reduce((sum, { count }) => sum + count, 0) : found.answers;
  const bar = (name: string, value: number, extra: Partial<Shown> = {}): Shown => {
    const share = all > 0 ? value / all : 0;
    return {
      name,
      value,
      share: Math.round(share * 10_000) / 10_000,
      shown: `${formatNumber(value)} · ${formatShare(share)}`,
      text: t("over.label", { name, count: value, of: all, share: formatShare(share) }),
      ...extra,
    };
  };
  if (found.bins.length > 0) return found.bins.map(({ low, high, count }) => bar(range(low, high), count));
  const options = optionsOf(question.config, {});
  const inks = new Inks(project.schema, {});
  const given = inOrder(found, question).map(({ value, count }) => {
    const option = optionFor(options, value);
    const ink =
      question.about === undefined || question.about === ITEM || question.kind !== "choice"
        ? option?.colour
          ? { colour: option.colour, pattern: 0 as const }
          : undefined
        : inks.of(question.about, value);
    return bar(nameOf(question, option, value), count, ink ? { ink } : {});
  });
  // What nobody ever chose is news too.
  const chosen = new Set(found.values.map(({ value }) => value));
  const never = options
    .filter((option) => option.leaf && !chosen.has(option.id) && !chosen.has(option.path.join("/")))
    .slice(0, 10)
    .map((option) => bar(option.name, 0));
  const others = found.others > 0 ? [bar(t("over.others"), found.others)] : [];
  return [...given, ...never, ...others];
}

/** The most frequent first; grades in their own order. */
function inOrder({ values }: Distribution, { kind }: Question): Distribution["values"] {
  return kind === "rating" ? values.toSorted((a, b) => Number(a.value) - Number(b.value)) : values;
}

function optionFor(options: readonly Option[], value: string): Option | undefined {
  return options.find((option) => option.path.join("/") === value) ?? options.find(({ id }) => id === value);
}

function nameOf(question: Question, option: Option | undefined, value: string): string {
  const { yes, no, labels, min = 1 } = question.config;
  const grade = Array.isArray(labels) ? labels[Number(value) - Number(min)] : undefined;
  if (question.kind === "rating" && typeof grade === "string") return `${value} · ${grade}`;
  if (value === "true" && typeof yes === "string") return yes;
  if (value === "false" && typeof no === "string") return no;
  return option?.name ?? value;
}

function range(low: number, high: number): string {
  const short = (value: number) => formatNumber(Number(value.toPrecision(4)));
  return low === high ? short(low) : t("over.range", { low: short(low), high: short(high) });
}
