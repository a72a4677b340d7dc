import { Outlet } from "@tanstack/react-router";

import { t } from "../../i18n";
import { Empty } from "../../ui/States";
import { useTitle } from "../../ui/use";
import { Bar } from "../Bar";
import { HomeLink } from "../errors";
import { useUser } from "../SignedIn";
import { type SubTab, SubTabs } from "../SubTabs";
import "../../ui/sheet.css";

const TABS: readonly SubTab[] = [
  { to: "/admin", name: "admin.about" },
  { to: "/admin/people", name: "admin.people" },
  { to: "/admin/log", name: "admin.log" },
];

export function AdminShell() {
  const me = useUser();
  useTitle(`${t("admin.title")} · ${t("app.name")}`, 0);
  return (
    <>
      <Bar>
        <span className="bar__crumb">{t("admin.title")}</span>
      </Bar>
      {me.admin ? (
        <>
          <SubTabs name={t("admin.pages")} title={t("admin.title")} tabs={TABS} />
          <main id="content">
            <Outlet />
          </main>
        </>
      ) : (
        <main id="content">
          <Empty title={t("error.forbidden_title")} actions={<HomeLink />}>
            <p>{t("admin.refused")}</p>
          </Empty>
        </main>
      )}
    </>
  );
}
