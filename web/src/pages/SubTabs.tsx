// A row of pages below the bar, for what is no project: one's account, the server.

import { Link, type LinkProps, useLocation } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef } from "react";

import { type MessageKey, t } from "../i18n";
import { useTitle } from "../ui/use";
import "./project/shell.css";

export interface SubTab {
  to: LinkProps["to"];
  name: MessageKey;
}

interface SubTabsProps {
  name: string;
  /** Of all these pages, for the window. */
  title: string;
  tabs: readonly SubTab[];
}

export function SubTabs({ name, title, tabs }: SubTabsProps) {
  const { pathname } = useLocation();
  const list = useInSight();
  const here = tabs.find(({ to }) => to === pathname);
  useTitle([...(here ? [t(here.name)] : []), title, t("app.name")].join(" · "));
  return (
    <nav className="tabs" aria-label={name}>
      <ul className="tabs__list" ref={list}>
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

/** Keeps the open page's tab in sight where not all have room. */
export function useInSight(): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another tab.
  useEffect(() => {
    const show = () => {
      const tab = list.current?.querySelector("[aria-current='page']");
      tab?.scrollIntoView({ block: "nearest", inline: "center" });
    };
    show();
    // Counts come later and push the others on.
    const sizes = new ResizeObserver(show);
    for (const tab of list.current?.children ?? []) sizes.observe(tab);
    return () => sizes.disconnect();
  }, [pathname]);
  return list;
}
