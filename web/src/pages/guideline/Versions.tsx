// All versions, newest first; one open, as text or against another one.

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import type { Project } from "../../api";
import { type Guideline, type GuidelineVersion, guidelines } from "../../api/guideline";
import { formatDate, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Select } from "../../ui/Select";
import { ErrorState, Skeleton } from "../../ui/States";
import { toast } from "../../ui/Toast";
import { Back } from "./Back";
import { Difference } from "./Difference";
import { GuidelineText } from "./Guideline";
import { guidelineQuery, versionQuery } from "./query";

const PAGE = 50;

interface VersionsProps {
  project: Project;
  newest: Guideline;
  lead: boolean;
}

export function Versions({ project, newest, lead }: VersionsProps) {
  const search = useSearch({ from: "/signed-in/p/$project/pages/guideline" });
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["project", project.name, "guideline", "versions", newest.version],
    queryFn: ({ pageParam }) => guidelines.versions(project.name, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.version : undefined),
  });
  const list = data?.pages.flat() ?? [];
  const version = search.version ?? newest.version;
  // Against the one before, unless said otherwise; 0 is none.
  const against = search.against ?? Math.max(0, version - 1);
  return (
    <div className="page guideline-page">
      <header className="guideline-page__head">
        <Back project={project} />
        <h1>{t("guideline.versions")}</h1>
      </header>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      <div className="versions">
        <nav aria-label={t("guideline.versions")}>
          <ul className="versions__list">
            {list.map((one) => (
              <li key={one.version}>
                <One project={project} one={one} open={one.version === version} newest={newest.version} />
              </li>
            ))}
          </ul>
          {hasNextPage && (
            <Button onClick={() => void fetchNextPage()}>{t("guideline.more_versions")}</Button>
          )}
        </nav>
        <Shown
          key={version}
          project={project}
          version={version}
          against={against}
          newest={newest}
          lead={lead}
          others={list.map((one) => one.version).filter((one) => one !== version)}
        />
      </div>
    </div>
  );
}

interface OneProps {
  project: Project;
  one: GuidelineVersion;
  open: boolean;
  newest: number;
}

function One({ project, one, open, newest }: OneProps) {
  const notes = [
    one.version === newest && t("guideline.newest"),
    one.asked_at !== null && t("guideline.asked"),
  ];
  return (
    <Link
      to="/p/$project/guideline"
      params={{ project: project.name }}
      search={{ show: "versions", version: one.version }}
      className="versions__one"
      aria-current={open ? "true" : undefined}
    >
      <strong>{t("guideline.version", { version: one.version })}</strong>
      <span className="muted">{notes.filter(Boolean).join(", ")}</span>
      <span className="muted versions__who">
        {one.by
          ? t("guideline.by", { name: one.by, date: formatDate(one.created_at) })
          : formatDate(one.created_at)}
      </span>
    </Link>
  );
}

interface ShownProps extends VersionsProps {
  version: number;
  against: number;
  others: readonly number[];
}

function Shown({ project, version, against, newest, lead, others }: ShownProps) {
  const navigate = useNavigate({ from: "/p/$project/guideline" });
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const { data, error } = useQuery(versionQuery(project.name, version));
  const { data: other } = useQuery({ ...versionQuery(project.name, against), enabled: against > 0 });
  const restore = async () => {
    setProblem(null);
    try {
      const saved = await guidelines.save(project.name, data?.guideline ?? "", newest.version);
      client.setQueryData(guidelineQuery(project.name).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["project", project.name], exact: true });
      toast(t("guideline.restored", { from: version, version: saved.version }));
      void navigate({ search: {} });
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  if (error) return <ErrorState error={error} />;
  if (!data) return <Skeleton width="100%" height={200} />;
  return (
    <section className="versions__shown">
      <div className="versions__bar">
        <Select
          label={t("guideline.compare")}
          value={`${against}`}
          options={[
            ["0", t("guideline.compare_none")],
            ...others.map((one) => [`${one}`, t("guideline.version", { version: one })] as const),
          ]}
          onChange={(event) =>
            void navigate({ search: { show: "versions", version, against: Number(event.target.value) } })
          }
        />
        {lead && version !== newest.version && (
          <Button onClick={() => void restore()}>{t("guideline.restore")}</Button>
        )}
        {problem && (
          <span className="field__problem" role="alert">
            {problem}
          </span>
        )}
      </div>
      {against > 0 ? (
        other && (
          // From the older to the newer, whichever is open.
          <Difference
            before={(against < version ? other : data).guideline}
            after={(against < version ? data : other).guideline}
          />
        )
      ) : (
        <GuidelineText project={project.name} text={data.guideline} />
      )}
    </section>
  );
}
