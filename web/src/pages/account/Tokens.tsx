// Tokens for programs: made, looked over, revoked.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { own, type Token } from "../../api/team";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { Empty, ErrorState, Skeleton } from "../../ui/States";
import { toast } from "../../ui/Toast";
import { formatSince } from "../../ui/When";
import { MakeToken } from "./MakeToken";

export function Tokens() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ["tokens"], queryFn: own.tokens });
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Token | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["tokens"] });
  return (
    <div className="page page--narrow">
      <div className="page__head">
        <h1>{t("token.title")}</h1>
        <Button look="main" onClick={() => setMaking(true)}>
          <Icon name="plus" />
          {t("token.make")}
        </Button>
      </div>
      <section className="chapter">
        <p className="muted">{t("token.text")}</p>
        {data ? (
          data.length > 0 ? (
            <table className="sheet">
              <tbody>
                {data.map((token) => (
                  <TokenRow key={token.id} token={token} onEnd={() => setEnding(token)} />
                ))}
              </tbody>
            </table>
          ) : (
            <Empty inside title={t("token.none_title")}>
              <p>{t("token.none_text")}</p>
            </Empty>
          )
        ) : error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Skeleton width="100%" height={48} />
        )}
      </section>
      {making && <MakeToken onMade={() => void refresh()} onClose={() => setMaking(false)} />}
      {ending && <Revoke token={ending} onDone={() => void refresh()} onClose={() => setEnding(null)} />}
    </div>
  );
}

function TokenRow({ token, onEnd }: { token: Token; onEnd: () => void }) {
  const { name, scope, project, expires_at, used_at } = token;
  const over = expires_at !== null && expires_at / 1000 < Date.now();
  return (
    <tr>
      <td>
        <span className="sheet__name">
          <b>{name}</b>
          <span className="muted">
            {t(`token.scope.${scope as "all"}`)} · {project ?? t("token.every_project")}
          </span>
        </span>
      </td>
      <td>
        <span className="sheet__name">
          <span>
            {used_at === null ? t("token.unused") : t("token.used", { when: formatSince(used_at) })}
          </span>
          <span className={over ? "tag tag--warn" : "muted"}>
            {expires_at === null
              ? t("token.endless")
              : t(over ? "token.ended" : "token.ends_at", { when: formatSince(expires_at) })}
          </span>
        </span>
      </td>
      <td>
        <span className="sheet__acts">
          <Button look="quiet" aria-label={t("token.revoke_one", { name })} onClick={onEnd}>
            {t("token.revoke")}
          </Button>
        </span>
      </td>
    </tr>
  );
}

function Revoke({ token, onDone, onClose }: { token: Token; onDone: () => void; onClose: () => void }) {
  const revoke = async () => {
    try {
      await own.endToken(token.id);
      toast(t("token.revoked", { name: token.name }));
    } catch (error) {
      toast(t("account.failed", { message: (error as Error).message }));
    }
    onDone();
    onClose();
  };
  return (
    <Dialog
      open
      title={t("token.revoke_title", { name: token.name })}
      text={t("token.revoke_text")}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="main" onClick={() => void revoke()}>
            {t("token.revoke")}
          </Button>
        </>
      }
    />
  );
}
