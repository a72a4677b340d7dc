import { type ReactNode, useState } from "react";

import type { Option } from "../core/options";
import { t } from "../i18n";

/** Above this, a field to find values by name is worth its place. */
const MANY = 14;

interface OptionListProps {
  options: readonly Option[];
  label: string;
  role: "radiogroup" | "group";
  row: (option: Option, filtered: boolean) => ReactNode;
}

export function OptionList({ options, label, role, row }: OptionListProps) {
  const [filter, setFilter] = useState("");
  if (options.length === 0) return <p className="muted">{t("answer.no_values")}</p>;
  const wanted = filter.trim().toLowerCase();
  const seen = wanted ? options.filter(({ name }) => name.toLowerCase().includes(wanted)) : options;
  return (
    <div className="options">
      {options.length > MANY && (
        <input
          className="input options__filter"
          type="search"
          placeholder={t("answer.filter")}
          aria-label={t("answer.filter")}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is one of two that take a name. */}
      <div className="options__list" role={role} aria-label={label}>
        {seen.map((option) => row(option, wanted !== ""))}
        {seen.length === 0 && <p className="muted">{t("answer.no_match")}</p>}
      </div>
    </div>
  );
}
