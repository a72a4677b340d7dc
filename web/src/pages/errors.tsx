import { Link } from "@tanstack/react-router";

import { t } from "../i18n";
import { Button, buttonClass } from "../ui/Button";
import { Empty, Technical } from "../ui/States";

export function HomeLink() {
  return (
    <Link to="/" className={buttonClass({})}>
      {t("app.back_home")}
    </Link>
  );
}

export function NotFound() {
  return (
    <main id="content">
      <Empty title={t("error.not_found_title")} actions={<HomeLink />}>
        <p>{t("error.not_found_text")}</p>
      </Empty>
    </main>
  );
}

export function Crash({ error }: { error: unknown }) {
  return (
    <main id="content">
      <Empty
        title={t("error.crash_title")}
        actions={
          <>
            <Button look="main" onClick={() => window.location.reload()}>
              {t("error.reload")}
            </Button>
            <HomeLink />
          </>
        }
      >
        <p>{t("error.crash_text")}</p>
        <Technical error={error} />
      </Empty>
    </main>
  );
}
