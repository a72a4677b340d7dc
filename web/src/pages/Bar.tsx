// The top bar of every page but the label screen, which has its own in the same place and size.

import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { DropdownMenu as Menu } from "radix-ui";
import type { ReactNode } from "react";

import { auth } from "../api";
import { t } from "../i18n";
import { Icon } from "../ui/Icon";
import { useSignal } from "../ui/use";
import { leave } from "./account";
import { Logo } from "./Logo";
import { OutboxState } from "./OutboxState";
import { useUser } from "./SignedIn";
import { THEMES, type Theme, theme } from "./theme";
import "./bar.css";

export function Bar({ children }: { children?: ReactNode }) {
  return (
    <header className="bar">
      <Link to="/" className="bar__home" aria-label={t("app.back_home")}>
        <Logo />
      </Link>
      {children}
      <span className="bar__space" />
      <OutboxState />
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
  return (
    <Menu.Root>
      <Menu.Trigger className="btn btn--quiet" aria-label={`${t("app.account")}: ${me.name || me.email}`}>
        <Icon name="user" />
        <span className="bar__name">{me.name || me.email}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" align="end" sideOffset={4}>
          <Menu.Label className="menu__label">{me.email}</Menu.Label>
          <Menu.Separator className="menu__line" />
          <Menu.Label className="menu__label">{t("app.theme")}</Menu.Label>
          <Menu.RadioGroup value={chosen} onValueChange={(next) => theme.set(next as Theme)}>
            {THEMES.map((one) => (
              <Menu.RadioItem key={one} value={one} className="menu__item">
                {t(`app.theme.${one}`)}
                <Menu.ItemIndicator className="menu__mark">
                  <Icon name="check" />
                </Menu.ItemIndicator>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Separator className="menu__line" />
          <Menu.Item className="menu__item" onSelect={() => void signOut()}>
            {t("app.sign_out")}
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
