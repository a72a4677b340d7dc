import { Outlet } from "@tanstack/react-router";

import { t } from "../i18n";
import { Toasts } from "../ui/Toast";

export function Root() {
  return (
    <>
      <a className="skip-link" href="#content">
        {t("app.skip_to_content")}
      </a>
      <Outlet />
      <Toasts />
    </>
  );
}
