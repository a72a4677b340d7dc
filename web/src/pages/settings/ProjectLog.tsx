import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";

import { team } from "../../api/team";
import { t } from "../../i18n";
import { useTitle } from "../../ui/use";
import { LogView } from "../log/LogView";
import { useProject } from "../project/ProjectShell";

export function ProjectLog() {
  const { name, title } = useProject();
  useTitle(`${t("log.title")} · ${title || name} · ${t("app.name")}`);
  const search = useSearch({ from: "/signed-in/p/$project/pages/settings/log" });
  const { data = [] } = useQuery({
    queryKey: ["project", name, "members"],
    queryFn: () => team.members(name),
  });
  return (
    <LogView project={name} search={search} people={data.map((one) => [one.person, one.name] as const)} />
  );
}
