import { t } from "../i18n";
import { LANGUAGES, language } from "../i18n/languages";
import { useSignal } from "../ui/use";
import "./language.css";

/** Each language by its own name; who cannot read the page finds theirs. */
export function LanguagePick({ onPick }: { onPick: (code: string) => void }) {
  const spoken = useSignal(language);
  return (
    <select
      className="input language-pick"
      aria-label={t("account.language")}
      value={spoken}
      onChange={(event) => onPick(event.target.value)}
    >
      {LANGUAGES.map(({ code, name }) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
