// The top bar of every page but the label screen, which has its own in the same place and size.

import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useId, useRef } from "react";

import { auth } from "../api";
import { t } from "../i18n";
import { Icon } from "../ui/Icon";
import { useSignal } from "../ui/use";
import { leave } from "./account";
import { savePreferences } from "./account/preferences";
import { Bell } from "./Bell";
import { PaletteButton } from "./hands/PaletteButton";
import { LanguagePick } from "./LanguagePick";
import { Logo } from "./Logo";
import { OutboxState } from "./OutboxState";
import { useUser } from "./SignedIn";
import { THEMES, type Theme, theme } from "./theme";
import "./bar.css";

export function Bar({ children }: { children?: ReactNode }) {
  return (
    <header className="bar">
      <Link to="/" className="bar__home" aria-label={`${t("app.name")}: ${t("app.back_home")}`}>
        <Logo />
      </Link>
      {children}
      <span className="bar__space" />
      <OutboxState />
      <PaletteButton />
      <Bell />
      <Account />
    </header>
  );
}

export function Account() {
  const me = useUser();
  const chosen = useSignal(theme);
  const navigate = useNavigate();
  const client = useQueryClient();
  const signOut = async () => {
    await auth.signOut().catch(() => undefined);
    leave();
    client.clear();
    void navigate({ to: "/sign-in" });
  };
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const choose = (one: Theme) => void savePreferences(client, { theme: one }).catch(() => undefined);
  const speak = (language: string) => void savePreferences(client, { language }).catch(() => undefined);
  return (
    <>
      <button
        type="button"
        className="btn btn--quiet"
        popoverTarget={id}
        aria-label={`${t("app.account")}: ${me.name || me.email}`}
      >
        <Icon name="user" />
        <span className="bar__name">{me.name || me.email}</span>
      </button>
      <div id={id} ref={menu} className="menu" popover="auto">
        <p className="menu__label">{me.email}</p>
        <Link to="/account" className="menu__item" onClick={() => menu.current?.hidePopover()}>
          {t("account.open")}
        </Link>
        {me.admin && (
          <Link to="/admin" className="menu__item" onClick={() => menu.current?.hidePopover()}>
            {t("account.server")}
          </Link>
        )}
        <hr className="menu__line" />
        <fieldset>
          <legend className="menu__label">{t("app.theme")}</legend>
          {THEMES.map((one) => (
            <label key={one} className="menu__item">
              <input type="radio" name="theme" checked={chosen === one} onChange={() => choose(one)} />
              {t(`app.theme.${one}`)}
            </label>
          ))}
        </fieldset>
        <hr className="menu__line" />
        <LanguagePick onPick={speak} />
        <hr className="menu__line" />
        <button type="button" className="menu__item" onClick={() => void signOut()}>
          {t("app.sign_out")}
        </button>
      </div>
    </>
  );
}
