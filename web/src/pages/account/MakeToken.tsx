import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";

import { projects } from "../../api";
import { own, type Scope } from "../../api/team";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { CopyButton, Once } from "../../ui/Once";
import { Select } from "../../ui/Select";

const SCOPES: readonly Scope[] = ["data", "read", "label", "all"];
const YEAR = 365;
const DAYS: readonly (number | null)[] = [7, 30, 90, YEAR, null];

interface Made {
  token: string;
  scope: Scope;
  project: string | null;
}

export function MakeToken({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  if (made) return <Secret made={made} onClose={onClose} />;
  return (
    <Dialog open title={t("token.make")} onClose={onClose}>
      <Ask
        onClose={onClose}
        onMade={(one) => {
          setMade(one);
          onMade();
        }}
      />
    </Dialog>
  );
}

function Ask({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const { data: mine = [] } = useQuery({ queryKey: ["projects"], queryFn: projects.list });
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("data");
  const [project, setProject] = useState("");
  const [days, setDays] = useState("90");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const group = useId();
  const make = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { token } = await own.makeToken({
        name,
        scope,
        project: project || null,
        days: days === "" ? null : Number(days),
      });
      onMade({ token, scope, project: project || null });
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <form className="account__form" onSubmit={(event) => void make(event)}>
      <Field
        label={t("token.name")}
        hint={t("token.name_hint")}
        problem={problem}
        required
        maxLength={100}
        data-first
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset className="picks">
        <legend className="field__label">{t("token.scope")}</legend>
        {SCOPES.map((one) => (
          <label key={one} className="picks__one">
            <input type="radio" name={group} checked={scope === one} onChange={() => setScope(one)} />
            <span>
              <b>{t(`token.scope.${one}`)}</b>
              <span className="muted">{t(`token.scope.${one}_text`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="account__pair">
        <Select
          label={t("token.project")}
          value={project}
          options={[
            ["", t("token.every_project")],
            ...mine.map(({ name: id, title }) => [id, title || id] as const),
          ]}
          onChange={(event) => setProject(event.target.value)}
        />
        <Select
          label={t("token.ends")}
          value={days}
          options={DAYS.map((one) => [one === null ? "" : `${one}`, ends(one)] as const)}
          onChange={(event) => setDays(event.target.value)}
        />
      </div>
      <div className="dialog__foot">
        <Button onClick={onClose}>{t("app.cancel")}</Button>
        <Button type="submit" look="main" disabled={busy || !name.trim()}>
          {t("token.create")}
        </Button>
      </div>
    </form>
  );
}

function ends(days: number | null): string {
  if (days === null) return t("token.no_end");
  return days === YEAR ? t("token.year") : t("token.days", { count: days });
}

function Secret({ made, onClose }: { made: Made; onClose: () => void }) {
  const example = exampleFor(made);
  return (
    <Dialog
      open
      wide
      dismissable={false}
      title={t("token.made_title")}
      text={t("token.made_text")}
      onClose={onClose}
      foot={
        <Button look="main" onClick={onClose}>
          {t("token.done")}
        </Button>
      }
    >
      <Once label={t("token.secret")} text={made.token} focus />
      <div className="account__example">
        <div className="chapter__head">
          <span className="field__label">{t("token.example")}</span>
          <CopyButton what={t("token.example")} text={example} />
        </div>
        <pre>{example}</pre>
      </div>
    </Dialog>
  );
}

/** A first command that works with what the token may do. */
export function exampleFor({ token, scope, project }: Made): string {
  const name = project ?? "PROJECT";
  const command =
    scope === "data" || scope === "all"
      ? `goldlabel export ${name} --format jsonl --out labels.jsonl`
      : scope === "read"
        ? `curl -H "Authorization: Bearer $GOLDLABEL_TOKEN" ${window.location.origin}/api/projects/${name}`
        : `curl -X POST -H "Authorization: Bearer $GOLDLABEL_TOKEN" -H "Content-Type: application/json" \\\n  -d '{"count": 1}' ${window.location.origin}/api/projects/${name}/next`;
  return `export GOLDLABEL_WORKSPACE=${window.location.origin}\nexport GOLDLABEL_TOKEN=${token}\n${command}`;
}
