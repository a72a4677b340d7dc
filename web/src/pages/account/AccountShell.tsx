import { Outlet } from "@tanstack/react-router";

import { t } from "../../i18n";
import { Bar } from "../Bar";
import { type SubTab, SubTabs } from "../SubTabs";
import "../../ui/sheet.css";
import "./account.css";

const TABS: readonly SubTab[] = [
  { to: "/account", name: "account.profile" },
  { to: "/account/security", name: "account.security" },
  { to: "/account/tokens", name: "account.tokens" },
  { to: "/account/shortcuts", name: "account.shortcuts" },
];

export function AccountShell() {
  return (
    <>
      <Bar>
        <span className="bar__crumb">{t("account.title")}</span>
      </Bar>
      <SubTabs name={t("account.pages")} title={t("account.title")} tabs={TABS} />
      <main id="content">
        <Outlet />
      </main>
    </>
  );
}
