// One release: its datasheet drawn, or what changed since another one.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { projects } from "../../api";
import { releases, type WholeRelease } from "../../api/releases";
import { formatDate, t } from "../../i18n";
import { Button, buttonClass } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { Select } from "../../ui/Select";
import { ErrorState, Skeleton } from "../../ui/States";
import { toast } from "../../ui/Toast";
import { useTitle } from "../../ui/use";
import { useProject } from "../project/ProjectShell";
import { RUNS } from "../project/roles";
import { DatasheetView } from "./DatasheetView";
import { DiffView } from "./DiffView";
import { nameOf, releasesQuery } from "./ReleaseList";
import { Verify } from "./Verify";
import "./releases.css";

export function ReleasePage() {
  const project = useProject();
  const { number } = useParams({ from: "/signed-in/p/$project/pages/releases/$number" });
  const { with: other } = useSearch({ from: "/signed-in/p/$project/pages/releases/$number" });
  const { data, error, refetch } = useQuery({
    queryKey: ["project", project.name, "releases", Number(number)],
    queryFn: () => releases.get(project.name, Number(number)),
  });
  if (error)
    return (
      <ErrorState
        error={error}
        retry={() => void refetch()}
        home={
          <Link to="/p/$project/releases" params={{ project: project.name }} className={buttonClass({})}>
            {t("releases.all")}
          </Link>
        }
      />
    );
  if (!data)
    return (
      <div className="page releases" aria-busy="true">
        <Skeleton width={280} height={26} />
        <Skeleton width="100%" height={180} />
      </div>
    );
  return (
    <div className="page releases">
      <Head release={data} other={other} />
      {other === undefined ? (
        <DatasheetView sheet={data.datasheet} schema={project.schema} />
      ) : (
        <DiffView project={project.name} schema={project.schema} from={other} to={data.number} />
      )}
    </div>
  );
}

function Head({ release, other }: { release: WholeRelease; other: number | undefined }) {
  const project = useProject();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [withdrawing, setWithdrawing] = useState(false);
  useTitle(`${nameOf(release)} · ${project.title || project.name} · ${t("app.name")}`);
  const { data: all = [] } = useQuery(releasesQuery(project.name));
  const { number, hash, withdrawn_at: withdrawn } = release;
  const runs = RUNS.includes(project.role ?? "");
  const withdraw = async () => {
    await releases.withdraw(project.name, number);
    setWithdrawing(false);
    await client.invalidateQueries({ queryKey: ["project", project.name, "releases"] });
  };
  const others = all.filter((one) => one.number !== number);
  return (
    <header className="release__head">
      <Link to="/p/$project/releases" params={{ project: project.name }} className="back">
        <Icon name="back" />
        {t("releases.all")}
      </Link>
      <div className="release__title">
        <h1>{nameOf(release)}</h1>
        {withdrawn && <span className="mark">{t("releases.withdrawn")}</span>}
        <span className="muted">{formatDate(release.created_at)}</span>
      </div>
      {withdrawn && (
        <p className="notice notice--warn">
          <Icon name="warn" />
          {t("releases.withdrawn_text", { date: formatDate(withdrawn) })}
        </p>
      )}
      <div className="release__hash">
        <span className="muted">{t("releases.hash")}</span>
        <code>{hash}</code>
        <Button
          look="quiet"
          onClick={() =>
            void navigator.clipboard?.writeText(hash).then(() => toast(t("releases.hash_copied")))
          }
        >
          {t("releases.copy_hash")}
        </Button>
      </div>
      <div className="releases__bar">
        {!withdrawn && (
          <a
            className={buttonClass({ look: "main" })}
            href={projects.releaseFile(project.name, number)}
            download
          >
            <Icon name="download" />
            {t("releases.download")}
          </a>
        )}
        {!withdrawn && runs && (
          <Link
            to="/p/$project/releases"
            params={{ project: project.name }}
            search={{ show: "export", release: number }}
            className={buttonClass({})}
          >
            {t("releases.show.export")}
          </Link>
        )}
        <Verify project={project.name} number={number} />
        {!withdrawn && runs && (
          <Button look="quiet" onClick={() => setWithdrawing(true)}>
            {t("releases.withdraw")}
          </Button>
        )}
        {others.length > 0 && (
          <div className="release__compare">
            <Select
              label={t("releases.compare")}
              value={other === undefined ? "" : `${other}`}
              options={[
                ["", t("releases.compare_none")],
                ...others.map((one) => [`${one.number}`, nameOf(one)] as const),
              ]}
              onChange={(event) =>
                void navigate({
                  to: "/p/$project/releases/$number",
                  params: { project: project.name, number: `${number}` },
                  search: event.target.value ? { with: Number(event.target.value) } : {},
                })
              }
            />
          </div>
        )}
      </div>
      <Dialog
        open={withdrawing}
        onClose={() => setWithdrawing(false)}
        title={t("releases.withdraw_title", { number })}
        text={t("releases.withdraw_text")}
        foot={
          <>
            <Button onClick={() => setWithdrawing(false)}>{t("app.cancel")}</Button>
            <Button look="main" onClick={() => void withdraw()}>
              {t("releases.withdraw")}
            </Button>
          </>
        }
      />
    </header>
  );
}
