// The task or the guideline was changed while somebody labels: what changed, until it is put away.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { Project } from "../../api";
import { type Change, task } from "../../api/task";
import type { News as Told } from "../../core/news";
import type { Session } from "../../core/session";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { Difference } from "../guideline/Difference";
import { guidelineQuery, versionQuery } from "../guideline/query";
import { ChangeLine } from "../task/ChangeLine";

/** So many changes are said at once; the others open on demand. */
const AT_ONCE = 2;

interface NewsProps {
  project: Project;
  session: Session;
  news: Told;
}

export function News({ project, session, news }: NewsProps) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { schema, guideline } = useUpTo(project.name, news);
  const changes = useChanges(project.name, news.schema);
  // The guideline beside the item, and the line that asks to acknowledge it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is news.
  useEffect(() => void client.invalidateQueries({ queryKey: ["project", project.name] }), [news]);
  if (!schema && !guideline) return null;
  const more = changes.length > AT_ONCE || guideline !== null;
  return (
    <>
      <div className="notice label__notice" role="status">
        <Icon name="book" />
        <div className="news">
          <p>{t(schema && guideline ? "news.both" : schema ? "news.task" : "news.guideline")}</p>
          <Lines changes={changes.slice(0, AT_ONCE)} project={project} />
        </div>
        {more && (
          <Button keepFocus onClick={() => setOpen(true)}>
            {t("news.see")}
          </Button>
        )}
        {session.renewable && (
          <Button keepFocus onClick={() => void session.renew()}>
            {t("news.renew")}
          </Button>
        )}
        <Button look="quiet" keepFocus onClick={() => session.putAway()}>
          {t("app.close")}
        </Button>
      </div>
      {open && (
        <Dialog title={t("news.title")} open wide onClose={() => setOpen(false)}>
          <Lines changes={changes} project={project} />
          {guideline && <Guidelines project={project.name} {...guideline} />}
        </Dialog>
      )}
    </>
  );
}

/** Without the guideline where everybody is asked to acknowledge it: that has a line of its own. */
function useUpTo(project: string, news: Told): Told {
  const { data } = useQuery(guidelineQuery(project));
  const asked = (data?.asked ?? 0) > (data?.acknowledged ?? 0);
  return { schema: news.schema, guideline: asked ? null : news.guideline };
}

function useChanges(project: string, step: Told["schema"]): Change[] {
  const { data } = useQuery({
    queryKey: ["project", project, "versions", step?.to],
    queryFn: () => task.versions(project),
    enabled: step !== null,
  });
  if (!step) return [];
  return (data ?? [])
    .filter(({ version }) => version > step.from && version <= step.to)
    .flatMap((one) => one.changes);
}

function Lines({ changes, project }: { changes: readonly Change[]; project: Project }) {
  return changes.map((change) => (
    <ChangeLine
      key={`${change.action} ${change.where} ${change.means}`}
      change={change}
      schemas={[project.schema]}
      brief
    />
  ));
}

function Guidelines({ project, from, to }: { project: string; from: number; to: number }) {
  const { data: before } = useQuery(versionQuery(project, from));
  const { data: after } = useQuery(versionQuery(project, to));
  if (!before || !after) return null;
  return (
    <section aria-label={t("guideline.title")}>
      <h3>{t("guideline.title")}</h3>
      <Difference before={before.guideline} after={after.guideline} />
    </section>
  );
}
