// The instance at a glance: is all well, what runs, where things are kept.

import { useQuery } from "@tanstack/react-query";

import { type Instance, instance } from "../../api/team";
import { formatDate, locale, t, tOr } from "../../i18n";
import { Fact, Facts } from "../../ui/Facts";
import { ErrorState, Skeleton } from "../../ui/States";

const GB = 1 << 30;
const MB = 1 << 20;

function size(bytes: number): string {
  const [value, unit] = bytes >= GB ? [bytes / GB, "gigabyte"] : [bytes / MB, "megabyte"];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

export function About() {
  const { data, error, refetch } = useQuery({ queryKey: ["instance"], queryFn: instance.about });
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <div className="page page--narrow">
      <div className="page__head">
        <h1>{t("admin.about")}</h1>
      </div>
      {data ? (
        <>
          <Health checks={data.checks} />
          <Running about={data} />
        </>
      ) : (
        <div className="chapter" aria-busy="true">
          {[180, 320, 260].map((width) => (
            <Skeleton key={width} width={width} height={22} />
          ))}
        </div>
      )}
    </div>
  );
}

function Health({ checks }: { checks: Instance["checks"] }) {
  return (
    <section className="chapter">
      <h2>{t("admin.health")}</h2>
      <Facts>
        {checks.map(({ name, ok, found }) => (
          <Fact key={name} name={tOr(`admin.check.${name}`, name)}>
            <span className={ok ? "tag tag--good" : "tag tag--bad"}>{t(ok ? "admin.ok" : "admin.look")}</span>
            <span className="muted">{found}</span>
          </Fact>
        ))}
      </Facts>
    </section>
  );
}

function Running({ about }: { about: Instance }) {
  const { counts } = about;
  const n = (name: string) => counts[name] ?? 0;
  const there = [
    t("admin.accounts_n", { count: n("people") }),
    t("admin.projects_n", { count: n("projects") }),
    t("admin.items_n", { count: n("items") }),
    t("admin.jobs_n", { running: n("running"), waiting: n("waiting") }),
  ];
  return (
    <section className="chapter">
      <Facts>
        <Fact name={t("admin.version")}>
          {t("admin.version_of", { version: about.version, python: about.python })}
        </Fact>
        <Fact name={t("admin.counts")}>{there.join(" · ")}</Fact>
        <Fact name={t("admin.database")}>
          {t("admin.database_of", { name: about.database, size: size(about.database_bytes) })}
        </Fact>
        <Fact name={t("admin.folder")}>
          <code>{about.folder}</code>
        </Fact>
        <Fact name={t("admin.storage")}>
          <code>{about.storage}</code>
        </Fact>
        <Fact name={t("admin.address")}>
          {about.public_url ?? <span className="muted">{t("admin.address_none")}</span>}
        </Fact>
        <Fact name={t("admin.session")}>{t("admin.days", { count: about.session_days })}</Fact>
        <Fact name={t("admin.workers")}>{about.workers}</Fact>
        <Fact name={t("admin.started")}>{formatDate(about.started_at)}</Fact>
      </Facts>
      <p className="muted">{t("admin.settings")}</p>
    </section>
  );
}
