import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";

import { ApiError, auth } from "../../api";
import { t } from "../../i18n";
import { choose } from "../../i18n/languages";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { useTitle } from "../../ui/use";
import { LanguagePick } from "../LanguagePick";
import { Logo } from "../Logo";
import { takeLinkToken } from "./link";
import "./auth.css";

export function SignIn() {
  useTitle(`${t("auth.title")} · ${t("app.name")}`);
  const { to } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [link, setLink] = useState<"none" | "working" | "failed">("none");

  const arrived = () => {
    client.removeQueries({ queryKey: ["me"] });
    void navigate({ to: to ?? "/", replace: true });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a one-time token is spent once.
  useEffect(() => {
    const token = takeLinkToken();
    if (!token) return;
    setLink("working");
    auth.link(token).then(arrived, () => setLink("failed"));
  }, []);

  if (link === "working") {
    return (
      <main id="content" className="auth" aria-busy="true">
        <Logo />
        <p role="status">{t("auth.link_working")}</p>
      </main>
    );
  }
  return (
    <main id="content" className="auth">
      <Logo />
      <h1>{t("auth.title")}</h1>
      {link === "failed" && (
        <p className="notice notice--warn" role="alert">
          {t("auth.link_failed")}
        </p>
      )}
      <SignInForm onDone={arrived} />
      <details className="auth__help">
        <summary>{t("auth.forgotten")}</summary>
        <p className="muted">{t("auth.forgotten_text")}</p>
      </details>
      <p className="muted">{t("auth.no_account")}</p>
      <LanguagePick onPick={(code) => void choose(code)} />
    </main>
  );
}

/** Email and password; also in the dialog that signs in again. */
export function SignInForm({ onDone, email: known }: { onDone: () => void; email?: string }) {
  const [email, setEmail] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await auth.signIn(email.trim(), password);
      onDone();
    } catch (error) {
      setBusy(false);
      setProblem(
        error instanceof ApiError && error.status === 0 ? t("error.offline_title") : (error as Error).message,
      );
    }
  };

  return (
    <form className="auth__form" onSubmit={submit}>
      <Field
        label={t("auth.email")}
        type="email"
        name="email"
        autoComplete="username"
        required
        autoFocus={!known}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label={t("auth.password")}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        autoFocus={Boolean(known)}
        value={password}
        problem={problem}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="main" disabled={busy}>
        {busy ? t("auth.working") : t("auth.submit")}
      </Button>
    </form>
  );
}
