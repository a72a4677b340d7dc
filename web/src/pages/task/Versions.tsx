import { useQuery } from "@tanstack/react-query";

import type { Project } from "../../api";
import { task } from "../../api/task";
import { t } from "../../i18n";
import { Dialog } from "../../ui/Dialog";
import { ErrorState, Skeleton } from "../../ui/States";
import { When } from "../../ui/When";
import { ChangeLine } from "./ChangeLine";

/** What was asked before: every version of the task with what it changed, the newest first. */
export function Versions({ project, open, onClose }: { project: Project; open: boolean; onClose(): void }) {
  const { data, error } = useQuery({
    queryKey: ["project", project.name, "versions", project.schema_version],
    queryFn: () => task.versions(project.name),
    enabled: open,
  });
  return (
    <Dialog title={t("task.versions")} text={t("task.versions_text")} open={open} onClose={onClose} wide>
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton width="60%" height={18} />}
      <ol className="versions" reversed>
        {[...(data ?? [])].reverse().map(({ version, changes, created_at }) => (
          <li key={version}>
            <h3>
              {t("home.schema_version", { version })}{" "}
              <span className="muted">
                <When at={created_at} />
              </span>
            </h3>
            {changes.length === 0 && <p className="muted">{t("task.first_version")}</p>}
            {changes.map((change) => (
              <ChangeLine
                key={`${change.action} ${change.where} ${change.means}`}
                change={change}
                schemas={[project.schema]}
              />
            ))}
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
