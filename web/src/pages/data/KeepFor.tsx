import { useQuery, useQueryClient } from "@tanstack/react-query";

import { team } from "../../api/team";
import { t } from "../../i18n";
import { Pop } from "../../ui/Pop";
import { toast } from "../../ui/Toast";
import { LABELS } from "../project/roles";

interface KeepForProps {
  project: string;
  ids: readonly string[];
  onDone(): void;
}

/** Keeps an open place of the chosen items for a member who labels. */
export function KeepFor({ project, ids, onDone }: KeepForProps) {
  const client = useQueryClient();
  const { data = [] } = useQuery({
    queryKey: ["project", project, "members"],
    queryFn: () => team.members(project),
  });
  const able = data.filter(({ role, paused }) => LABELS.includes(role) && !paused);
  const keep = async (person: number, name: string) => {
    try {
      const { items } = await team.keepThese(project, person, ids);
      toast(items > 0 ? t("people.keep_done", { count: items, name }) : t("people.keep_none", { name }));
      void client.invalidateQueries({ queryKey: ["project", project, "members"] });
      onDone();
    } catch (error) {
      toast(t("people.failed", { message: (error as Error).message }));
    }
  };
  return (
    <Pop above button={t("data.keep_for")} disabled={able.length === 0}>
      {(close) =>
        able.map(({ person, name }) => (
          <button
            key={person}
            type="button"
            className="menu__item"
            onClick={() => {
              close();
              void keep(person, name);
            }}
          >
            {name}
          </button>
        ))
      }
    </Pop>
  );
}
