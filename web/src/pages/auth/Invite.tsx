import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { auth } from "../../api";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { useTitle } from "../../ui/use";
import { Logo } from "../Logo";
import { takeInviteToken } from "./link";
import "./auth.css";

const LEAST = 10;

export function Invite() {
  useTitle(`${t("app.name")}`);
  const [token] = useState(takeInviteToken);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!token || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await auth.accept(token, name.trim(), password);
      client.removeQueries({ queryKey: ["me"] });
      void navigate({ to: "/", replace: true });
    } catch (error) {
      setBusy(false);
      setProblem((error as Error).message || t("error.offline_title"));
    }
  };

  return (
    <main id="content" className="auth">
      <Logo />
      <h1>{t("auth.invite_title", { server: window.location.host })}</h1>
      {token ? (
        <>
          <p className="muted">{t("auth.invite_text")}</p>
          <form className="auth__form" onSubmit={submit}>
            <Field
              label={t("auth.name")}
              name="name"
              autoComplete="name"
              required
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Field
              label={t("auth.new_password")}
              type="password"
              name="password"
              autoComplete="new-password"
              required
              minLength={LEAST}
              hint={t("auth.password_hint")}
              value={password}
              problem={problem}
              onChange={(event) => setPassword(event.target.value)}
            />
            <Button type="submit" look="main" disabled={busy}>
              {t("auth.accept")}
            </Button>
          </form>
        </>
      ) : (
        <p className="notice notice--warn">{t("auth.invite_missing")}</p>
      )}
    </main>
  );
}
