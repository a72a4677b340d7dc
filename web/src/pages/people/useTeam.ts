import { useQueryClient } from "@tanstack/react-query";

import { type Member, type Role, team } from "../../api/team";
import { t } from "../../i18n";
import { toast } from "../../ui/Toast";
import { useProject } from "../project/ProjectShell";
import { roleName } from "./PeoplePage";

/** What a lead does with members: done at once, told with a way back. */
export function useTeam() {
  const { name: project } = useProject();
  const client = useQueryClient();
  const refresh = () => {
    for (const what of ["members", "invites"])
      void client.invalidateQueries({ queryKey: ["project", project, what] });
  };
  const change = async (act: () => Promise<unknown>) => {
    try {
      return await act();
    } catch (error) {
      toast(t("people.failed", { message: (error as Error).message }));
      return null;
    } finally {
      refresh();
    }
  };
  const undoing = (run: () => Promise<unknown>) => ({
    name: t("people.undo"),
    run: () => void change(run),
  });

  const setRole = (member: Member, role: Role) =>
    change(async () => {
      await team.setRole(project, member.person, role);
      toast(
        t("people.role_changed", { name: member.name, role: roleName(role) }),
        undoing(() => team.setRole(project, member.person, member.role as Role)),
      );
    });
  const pause = (member: Member, paused: boolean) =>
    change(async () => {
      const { given_back } = await team.change(project, member.person, { paused });
      const { name } = member;
      const words = !paused
        ? t("people.resumed", { name })
        : given_back > 0
          ? t("people.paused", { name, count: given_back })
          : t("people.paused_idle", { name });
      toast(
        words,
        undoing(() => team.change(project, member.person, { paused: !paused })),
      );
    });
  const remove = (member: Member) =>
    change(async () => {
      await team.remove(project, member.person);
      toast(
        t("people.removed", { name: member.name }),
        undoing(() => bringBack(project, member)),
      );
    });
  return { project, refresh, change, setRole, pause, remove };
}

async function bringBack(project: string, { person, role, paused, per_day, in_all }: Member): Promise<void> {
  await team.setRole(project, person, role as Role);
  if (paused || per_day !== null || in_all !== null)
    await team.change(project, person, { paused, per_day, in_all });
}
