import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ReleasePlan, releases } from "../../api/releases";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Check";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Skeleton } from "../../ui/States";

interface MakeReleaseProps {
  project: string;
  onClose(): void;
  onMake(title: string, names: boolean): void;
}

/** What will be in it, and what should be thought of before. */
export function MakeRelease({ project, onClose, onMake }: MakeReleaseProps) {
  const [title, setTitle] = useState("");
  const [names, setNames] = useState(false);
  const { data: plan, error } = useQuery({
    queryKey: ["project", project, "releases", "plan"],
    queryFn: () => releases.plan(project),
    gcTime: 0,
  });
  const can = plan !== undefined && plan.resolved > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("releases.make_title")}
      text={t("releases.make_text")}
      foot={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="main" disabled={!can} onClick={() => onMake(title.trim(), names)}>
            {t("releases.make")}
          </Button>
        </>
      }
    >
      <form
        className="make"
        onSubmit={(event) => {
          event.preventDefault();
          if (can) onMake(title.trim(), names);
        }}
      >
        <Field
          label={t("releases.title")}
          hint={t("releases.title_hint")}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <div className="make__check">
          <Check label={t("releases.names")} checked={names} onChange={setNames} />
          <span className="field__hint">{t("releases.names_hint")}</span>
        </div>
        {error && <p className="field__problem">{error.message}</p>}
        {!plan && !error && <Skeleton width="60%" height={16} />}
        {plan && <Before plan={plan} />}
      </form>
    </Dialog>
  );
}

function Before({ plan }: { plan: ReleasePlan }) {
  const warnings = warningsOf(plan);
  return (
    <div className="make__plan" aria-live="polite">
      <p>
        <strong>
          {plan.resolved > 0 ? t("releases.in_it", { count: plan.resolved }) : t("releases.nothing")}
        </strong>
      </p>
      {warnings.map((text) => (
        <p key={text} className="make__warning">
          <Icon name="warn" />
          {text}
        </p>
      ))}
    </div>
  );
}

export function warningsOf(plan: ReleasePlan): string[] {
  return [
    plan.ties > 0 ? t("releases.warn_ties", { count: plan.ties }) : "",
    plan.unresolved > 0 ? t("releases.warn_unresolved", { count: plan.unresolved }) : "",
    plan.incomplete > 0 ? t("releases.warn_incomplete", { count: plan.incomplete }) : "",
    plan.resolved > 0 && plan.wanted < 2 ? t("releases.warn_single") : "",
  ].filter(Boolean);
}
