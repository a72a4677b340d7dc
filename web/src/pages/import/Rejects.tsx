import { useInfiniteQuery } from "@tanstack/react-query";

import type { Job, Project } from "../../api";
import { imports } from "../../api/imports";
import { t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Icon } from "../../ui/Icon";

/** The rows that could not be taken, with the way to mend them. */
export function Rejects({ project, job }: { project: Project; job: Job }) {
  const { data, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ["project", project.name, "rejected", job.id],
    queryFn: ({ pageParam }) => imports.rejected(project.name, job.id, pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length === 50 ? page.at(-1)?.id : undefined),
  });
  return (
    <section className="look__part" aria-labelledby="rejects">
      <div className="look__top">
        <h2 id="rejects">{t("import.rejects")}</h2>
        <a className={buttonClass({})} href={imports.rejectsFile(project.name, job.id)} download>
          <Icon name="download" />
          {t("import.download_rejects")}
        </a>
      </div>
      <p className="muted">{t("import.rejects_text")}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
      <section className="first-rows" tabIndex={0} aria-labelledby="rejects">
        <table className="rejects">
          <thead>
            <tr>
              <th scope="col">{t("import.place")}</th>
              <th scope="col">{t("import.why")}</th>
              <th scope="col">{t("import.content")}</th>
            </tr>
          </thead>
          <tbody>
            {data?.pages.flat().map(({ id, place, message, row }) => (
              <tr key={id}>
                <th scope="row">{place}</th>
                <td className="rejects__why">{message}</td>
                <td className="first-rows__raw" title={row}>
                  {row}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {hasNextPage && (
        <Button disabled={isFetching} onClick={() => void fetchNextPage()}>
          {t("import.more_rejects")}
        </Button>
      )}
    </section>
  );
}
