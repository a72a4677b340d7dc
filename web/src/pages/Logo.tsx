import { t } from "../i18n";

/** A label with its gold corner. */
export function Logo() {
  return (
    <span className="logo">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path className="logo__label" d="M3 3.8h8.6L17.5 10l-5.9 6.2H3z" />
        <circle className="logo__hole" cx="7.2" cy="10" r="1.5" />
      </svg>
      {t("app.name")}
    </span>
  );
}
