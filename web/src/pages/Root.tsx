import { Outlet } from "@tanstack/react-router";

import { t } from "../i18n";
import { Toasts } from "../ui/Toast";
import { TooltipProvider } from "../ui/Tooltip";

export function Root() {
  return (
    <TooltipProvider delayDuration={350}>
      <a className="skip-link" href="#content">
        {t("app.skip_to_content")}
      </a>
      <Outlet />
      <Toasts />
    </TooltipProvider>
  );
}
