// The login ended while somebody was working: they sign in over their work, which goes on behind.

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { auth, type Me } from "../../api";
import { t } from "../../i18n";
import { Dialog } from "../../ui/Dialog";
import { useSignal } from "../../ui/use";
import { outboxOf, signInAgain } from "../account";
import { SignInForm } from "./SignIn";

export function SignInAgain({ me }: { me: Me }) {
  const open = useSignal(signInAgain);
  const client = useQueryClient();
  const [other, setOther] = useState(false);

  const done = async () => {
    const now = await auth.me().catch(() => null);
    if (now && now.id !== me.id) {
      // Another person at the same machine: nothing of the first may be sent or shown under their name.
      setOther(true);
      setTimeout(() => window.location.assign("/"), 2500);
      return;
    }
    signInAgain.set(false);
    outboxOf(me.id).retry();
    await client.invalidateQueries();
  };

  return (
    <Dialog
      open={open}
      onClose={() => signInAgain.set(false)}
      dismissable={false}
      title={t("auth.again_title")}
      text={t("auth.again_text")}
    >
      {other ? (
        <p className="notice notice--warn" role="alert">
          {t("auth.other_person", { email: me.email })}
        </p>
      ) : (
        <SignInForm key={`${open}`} email={me.email} onDone={() => void done()} />
      )}
    </Dialog>
  );
}
