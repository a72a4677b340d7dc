import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";

import { projects } from "../../api";
import { instance } from "../../api/team";
import { t } from "../../i18n";
import { LogView } from "../log/LogView";

export function AdminLog() {
  const search = useSearch({ from: "/signed-in/admin/log" });
  const { data = [] } = useQuery({ queryKey: ["accounts"], queryFn: instance.people });
  const { data: all = [] } = useQuery({ queryKey: ["projects"], queryFn: projects.list });
  return (
    <div className="page page--narrow">
      <div className="page__head">
        <h1>{t("log.title")}</h1>
      </div>
      <LogView
        project={null}
        search={search}
        people={data.map((one) => [one.id, one.name] as const)}
        projects={all.map((one) => [one.name, one.title || one.name] as const)}
      />
    </div>
  );
}
