// The password, and where one is signed in.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { type BrowserSession, own } from "../../api/team";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { LEAST, NewPassword } from "../../ui/NewPassword";
import { ErrorState, Skeleton } from "../../ui/States";
import { toast } from "../../ui/Toast";
import { formatSince } from "../../ui/When";
import { useUser } from "../SignedIn";
import { browserOf } from "./agents";

export function Security() {
  return (
    <div className="page page--narrow">
      <div className="page__head">
        <h1>{t("account.security")}</h1>
      </div>
      <PasswordForm />
      <Sessions />
    </div>
  );
}

function PasswordForm() {
  const me = useUser();
  const client = useQueryClient();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [problem, setProblem] = useState<{ of: "current" | "new"; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const had = me.has_password !== false;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await own.password(fresh, had ? current : null);
      setCurrent("");
      setFresh("");
      toast(t("password.changed"));
      await client.invalidateQueries({ queryKey: ["me"] });
    } catch (error) {
      const { status, message } = error as Error & { status?: number };
      setProblem({ of: status === 422 ? "new" : "current", text: message });
    }
    setBusy(false);
  };
  return (
    <section className="chapter">
      <div>
        <h2>{t("password.title")}</h2>
        <p className="muted">{t(had ? "password.ends" : "password.none")}</p>
      </div>
      <form className="account__form" onSubmit={(event) => void save(event)}>
        {/* Tells a password manager whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
        {had && (
          <Field
            label={t("password.current")}
            hint={t("password.forgotten")}
            problem={problem?.of === "current" ? problem.text : null}
            type="password"
            name="current-password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
        <NewPassword
          value={fresh}
          onChange={setFresh}
          problem={problem && (problem.of === "new" || !had) ? problem.text : null}
          about={[me.name, me.email.split("@")[0] ?? ""]}
        />
        <Button
          type="submit"
          look="main"
          disabled={busy || [...fresh].length < LEAST || (had && current === "")}
        >
          {t(had ? "password.change" : "password.set")}
        </Button>
      </form>
    </section>
  );
}

function Sessions() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ["sessions"], queryFn: own.sessions });
  const end = async (run: () => Promise<{ ended: number }>) => {
    try {
      const { ended } = await run();
      toast(ended === 0 ? t("session.none_ended") : t("session.ended", { count: ended }));
    } catch (failed) {
      toast(t("account.failed", { message: (failed as Error).message }));
    }
    await client.invalidateQueries({ queryKey: ["sessions"] });
  };
  return (
    <section className="chapter">
      <div className="chapter__head">
        <h2>{t("session.title")}</h2>
        <Button disabled={(data?.length ?? 0) < 2} onClick={() => void end(own.endSessions)}>
          {t("session.end_all")}
        </Button>
      </div>
      {data ? (
        <table className="sheet">
          <tbody>
            {data.map((one) => (
              <SessionRow
                key={one.name}
                session={one}
                onEnd={() => void end(() => own.endSession(one.name))}
              />
            ))}
          </tbody>
        </table>
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton width="100%" height={48} />
      )}
    </section>
  );
}

function SessionRow({ session, onEnd }: { session: BrowserSession; onEnd: () => void }) {
  const name = browserOf(session.agent);
  return (
    <tr>
      <td>
        <span className="sheet__name">
          <b>{name}</b>
          <span className="muted">
            {[session.address, t("session.since", { when: formatSince(session.created_at) })]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
      </td>
      <td>
        {session.here ? (
          <span className="tag tag--good">{t("session.here")}</span>
        ) : (
          <span className="muted">{t("session.seen", { when: formatSince(session.seen_at) })}</span>
        )}
      </td>
      <td>
        <span className="sheet__acts">
          {!session.here && (
            <Button look="quiet" aria-label={t("session.end_one", { name })} onClick={onEnd}>
              {t("session.end")}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}
