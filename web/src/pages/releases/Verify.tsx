import { useState } from "react";

import { releases } from "../../api/releases";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";

type Found = Awaited<ReturnType<typeof releases.verify>>;

/** Reads every file of the release again and says whether it is as it was. */
export function Verify({ project, number }: { project: string; number: number }) {
  const [state, setState] = useState<"none" | "busy" | { found: Found } | { problem: string }>("none");
  const verify = () => {
    setState("busy");
    releases.verify(project, number).then(
      (found) => setState({ found }),
      (error: Error) => setState({ problem: error.message }),
    );
  };
  return (
    <span className="verify">
      <Button disabled={state === "busy"} onClick={verify}>
        {state === "busy" ? t("releases.verifying") : t("releases.verify")}
      </Button>
      <span role="status">
        {typeof state === "object" && "found" in state && state.found.ok && (
          <span className="verify__good">
            <Icon name="check" />
            {t("releases.verified")}
          </span>
        )}
        {typeof state === "object" && "found" in state && !state.found.ok && (
          <span className="field__problem">
            {t("releases.verify_failed")}{" "}
            {state.found.problems.map(({ where, message }) => `${where} ${message}`).join("; ")}
          </span>
        )}
        {typeof state === "object" && "problem" in state && (
          <span className="field__problem">{state.problem}</span>
        )}
      </span>
    </span>
  );
}
