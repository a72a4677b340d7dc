import type { Change } from "../../api/task";
import type { Schema } from "../../core/model";
import { t, tOr } from "../../i18n";
import "./change.css";

interface ChangeLineProps {
  change: Change;
  schemas: readonly (Schema | null)[];
  /** Without what it means for answers there are. */
  brief?: boolean;
}

/** One difference, as people read it. Values say whose they are, by the question's name in `schemas`. */
export function ChangeLine({ change, schemas, brief = false }: ChangeLineProps) {
  const owner = ownerOf(change, schemas);
  const what = tOr(`plan.what.${change.what}`, change.what);
  const action = tOr(`plan.action.${change.action}`, change.action);
  return (
    <p>
      <span className={change.loses ? "plan__action plan__action--loses" : "plan__action"}>{action}</span>{" "}
      {change.action === "reorder" ? tOr(`plan.order.${change.what}`, what) : what}{" "}
      {change.was && change.was !== change.name && (
        <>
          <del>{change.was}</del>
          {" → "}
        </>
      )}
      <strong>{change.name}</strong>
      {owner && ` ${t("plan.of", { name: owner })}`} {!brief && <span className="muted">{change.means}</span>}
    </p>
  );
}

function ownerOf({ what, where, id }: Change, schemas: readonly (Schema | null)[]): string | null {
  if (what !== "value") return null;
  const question = where.replace(/^questions\./, "").replace(id ? `.values.${id}` : /\.values$/, "");
  for (const schema of schemas) {
    const found = schema?.questions.find((one) => one.id === question);
    if (found) return found.name;
  }
  return question;
}
