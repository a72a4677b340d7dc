// Name, and how the app looks to this person.

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { auth } from "../../api";
import { t } from "../../i18n";
import { LANGUAGES, language } from "../../i18n/languages";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Segments } from "../../ui/Segments";
import { Select } from "../../ui/Select";
import { toast } from "../../ui/Toast";
import { useSignal } from "../../ui/use";
import { useUser } from "../SignedIn";
import { DENSITIES, density, THEMES, theme } from "../theme";
import { type Looks, savePreferences } from "./preferences";

export function Profile() {
  return (
    <div className="page page--narrow">
      <div className="page__head">
        <h1>{t("account.profile")}</h1>
      </div>
      <NameForm />
      <LooksForm />
    </div>
  );
}

function NameForm() {
  const me = useUser();
  const client = useQueryClient();
  const [name, setName] = useState(me.name);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      const changed = await auth.change({ name });
      client.setQueryData(["me"], changed);
      setName(changed.name);
      toast(t("account.saved"));
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <section className="chapter">
      <form className="account__form" onSubmit={(event) => void save(event)}>
        <Field
          label={t("account.name")}
          hint={t("account.name_hint")}
          problem={problem}
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="field">
          <span className="field__label">{t("account.email")}</span>
          <span>{me.email}</span>
          <span className="field__hint">{t("account.email_hint")}</span>
        </div>
        <Button type="submit" look="main" disabled={!name.trim() || name.trim() === me.name}>
          {t("account.save")}
        </Button>
      </form>
    </section>
  );
}

function LooksForm() {
  const client = useQueryClient();
  const look = useSignal(theme);
  const dense = useSignal(density);
  const spoken = useSignal(language);
  const save = (looks: Looks) =>
    void savePreferences(client, looks).catch((error: Error) =>
      toast(t("account.failed", { message: error.message })),
    );
  return (
    <section className="chapter">
      <div>
        <h2>{t("account.looks")}</h2>
        <p className="muted">{t("account.looks_text")}</p>
      </div>
      <div className="account__form">
        <Select
          label={t("account.language")}
          value={spoken}
          options={LANGUAGES.map(({ code, name }) => [code, name] as const)}
          onChange={(event) => save({ language: event.target.value })}
        />
        <div className="field">
          <span className="field__label">{t("account.theme")}</span>
          <Segments
            label={t("account.theme")}
            value={look}
            options={THEMES.map((one) => [one, t(`app.theme.${one}`)] as const)}
            onChange={(one) => save({ theme: one })}
          />
        </div>
        <div className="field">
          <span className="field__label">{t("account.density")}</span>
          <Segments
            label={t("account.density")}
            value={dense}
            options={DENSITIES.map((one) => [one, t(`account.density.${one}`)] as const)}
            onChange={(one) => save({ density: one })}
          />
        </div>
      </div>
    </section>
  );
}
