import { Outlet } from "@tanstack/react-router";
import { Fragment } from "react";

import { t } from "../i18n";
import { language } from "../i18n/languages";
import { Toasts } from "../ui/Toast";
import { useSignal } from "../ui/use";

export function Root() {
  // Words are read while drawing, so another language draws everything anew.
  const spoken = useSignal(language);
  return (
    <Fragment key={spoken}>
      <a className="skip-link" href="#content">
        {t("app.skip_to_content")}
      </a>
      <Outlet />
      <Toasts />
    </Fragment>
  );
}
