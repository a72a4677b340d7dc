// An invitation: who invites to what, a name, a password, and in.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { ApiError, auth, projects } from "../../api";
import { own } from "../../api/team";
import { t, tOr } from "../../i18n";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { LEAST, NewPassword } from "../../ui/NewPassword";
import { ErrorState, Skeleton } from "../../ui/States";
import { useTitle } from "../../ui/use";
import { Logo } from "../Logo";
import { takeInviteToken } from "./link";
import "../../ui/sheet.css";
import "./auth.css";

export function Invite() {
  useTitle(t("app.name"));
  const [token] = useState(takeInviteToken);
  return (
    <main id="content" className="auth">
      <Logo />
      {token ? (
        <Promised token={token} />
      ) : (
        <>
          <h1>{t("auth.invite_title", { server: window.location.host })}</h1>
          <p className="notice notice--warn">{t("auth.invite_missing")}</p>
          <ToSignIn />
        </>
      )}
    </main>
  );
}

function ToSignIn() {
  return (
    <p className="muted">
      {t("auth.have_account")} <Link to="/sign-in">{t("auth.submit")}</Link>
    </p>
  );
}

function Promised({ token }: { token: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => own.invitation(token),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (error instanceof ApiError && error.status === 401) {
    return (
      <>
        <h1>{t("auth.invite_over")}</h1>
        <p>{t("auth.invite_over_text")}</p>
        <ToSignIn />
      </>
    );
  }
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) {
    return (
      <div aria-busy="true" className="auth__form">
        <Skeleton width={240} height={26} />
        <Skeleton width="100%" height={60} />
      </div>
    );
  }
  const { project, by, role, email } = data;
  const as = tOr(`role.${role ?? ""}`, "");
  return (
    <>
      <div className="auth__promise">
        <h1>{t("auth.invite_title", { server: project ?? window.location.host })}</h1>
        <p className="muted">
          {by ? t("auth.invite_by", { name: by }) : t("auth.invite_nobody")}
          {as && ` ${t("auth.invite_as", { role: as })}`}
        </p>
      </div>
      <Join token={token} email={email} />
    </>
  );
}

function Join({ token, email }: { token: string; email: string }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await auth.accept(token, name.trim(), password);
      client.removeQueries({ queryKey: ["me"] });
      const [first, ...others] = await projects.list();
      // Who was invited to one project wants that one.
      if (first && others.length === 0)
        void navigate({ to: "/p/$project", params: { project: first.name }, replace: true });
      else void navigate({ to: "/", replace: true });
    } catch (error) {
      setBusy(false);
      setProblem((error as Error).message || t("error.offline_title"));
    }
  };
  return (
    <form className="auth__form" onSubmit={(event) => void submit(event)}>
      <Field
        label={t("auth.email")}
        name="username"
        autoComplete="username"
        readOnly
        tabIndex={-1}
        value={email}
        hint={t("auth.email_hint")}
      />
      <Field
        label={t("auth.name")}
        name="name"
        autoComplete="name"
        required
        autoFocus
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <NewPassword
        value={password}
        onChange={setPassword}
        problem={problem}
        about={[name, email, email.split("@")[0] ?? ""]}
      />
      <Button type="submit" look="main" disabled={busy || [...password].length < LEAST || !name.trim()}>
        {t("auth.accept")}
      </Button>
    </form>
  );
}
