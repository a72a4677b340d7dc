// A new project: choose what it begins from, make it one's own beside a preview, go on to the data.

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";

import { type Template, task } from "../../api/task";
import { t } from "../../i18n";
import { Empty, ErrorState, Skeleton } from "../../ui/States";
import { useTitle } from "../../ui/use";
import { Bar } from "../Bar";
import { HomeLink } from "../errors";
import { useUser } from "../SignedIn";
import { Gallery } from "./Gallery";
import { NewTask } from "./NewTask";
import { kindsQuery, templatesQuery } from "./queries";
import "./task.css";
import "./gallery.css";

export function NewProject() {
  const me = useUser();
  useTitle(`${t("new.title")} · ${t("app.name")}`);
  return (
    <>
      <Bar>
        <span className="bar__crumb">{t("new.title")}</span>
      </Bar>
      <main id="content">
        {me.admin ? (
          <Steps />
        ) : (
          <Empty title={t("new.admins_title")} actions={<HomeLink />}>
            <p>{t("new.admins_text")}</p>
          </Empty>
        )}
      </main>
    </>
  );
}

function Steps() {
  const { from, find = "" } = useSearch({ from: "/signed-in/new" });
  const navigate = useNavigate();
  const templates = useQuery(templatesQuery);
  const kinds = useQuery(kindsQuery);
  const error = templates.error ?? kinds.error;
  if (error)
    return (
      <ErrorState
        error={error}
        retry={() => {
          void templates.refetch();
          void kinds.refetch();
        }}
        home={<HomeLink />}
      />
    );
  if (!templates.data || !kinds.data) return <Waiting />;
  const template = templates.data.find((one) => one.name === from);
  if (from === undefined || !(template || ["blank", "paste"].includes(from)))
    return (
      <Gallery
        templates={templates.data}
        find={find}
        onFind={(words) => void navigate({ to: "/new", search: words ? { find: words } : {}, replace: true })}
      />
    );
  return <Begin key={from} from={from} template={template} kinds={kinds.data} />;
}

/** Reads a template's schema as the server does, then opens it. */
function Begin({ from, template, kinds }: { from: string; template: Template | undefined; kinds: Kinds }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["templates", from, "schema"],
    queryFn: async () => (template ? await task.check({ schema: template.schema }, null) : null),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <ErrorState error={error} retry={() => void refetch()} home={<HomeLink />} />;
  if (data === undefined) return <Waiting />;
  return <NewTask from={from} template={template} schema={data?.schema ?? null} kinds={kinds} />;
}

type Kinds = Parameters<typeof NewTask>[0]["kinds"];

function Waiting() {
  return (
    <div className="page" aria-busy="true">
      <Skeleton width={180} height={26} />
      <div className="gallery__cards gallery__cards--waiting">
        {[1, 2, 3, 4, 5, 6].map((one) => (
          <Skeleton key={one} width="100%" height={190} />
        ))}
      </div>
    </div>
  );
}
