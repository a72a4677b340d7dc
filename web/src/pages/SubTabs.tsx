// A row of pages below the bar, for what is no project: one's account, the server.

import { Link, type LinkProps } from "@tanstack/react-router";

import { type MessageKey, t } from "../i18n";
import "./project/shell.css";

export interface SubTab {
  to: LinkProps["to"];
  name: MessageKey;
}

export function SubTabs({ name, tabs }: { name: string; tabs: readonly SubTab[] }) {
  return (
    <nav className="tabs" aria-label={name}>
      <ul className="tabs__list">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link
              to={tab.to as "/account"}
              className="tabs__tab"
              activeOptions={{ exact: true, includeSearch: false }}
            >
              {t(tab.name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
