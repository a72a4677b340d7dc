import { useEffect, useState } from "react";

import type { Purpose } from "../../api/imports";
import { t } from "../../i18n";
import { Field } from "../../ui/Field";
import { Segments } from "../../ui/Segments";

const PURPOSES: readonly Purpose[] = ["label", "suggestion", "gold"];
const PAUSE_MS = 500;

interface LabelsFromProps {
  purpose: Purpose;
  labeler: string;
  onPurpose(purpose: Purpose): void;
  onLabeler(name: string): void;
}

/** What the labels that come along are taken for, and whose they are. */
export function LabelsFrom({ purpose, labeler, onPurpose, onLabeler }: LabelsFromProps) {
  const [name, setName] = useState(labeler);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed is handed on, once it rests.
  useEffect(() => {
    const timer = setTimeout(
      () => name.trim() && name.trim() !== labeler && onLabeler(name.trim()),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [name]);
  return (
    <section className="look__part">
      <h2>{t("import.purpose")}</h2>
      <Segments
        label={t("import.purpose")}
        value={purpose}
        options={PURPOSES.map((one) => [one, t(`import.purpose.${one}`)] as const)}
        onChange={onPurpose}
      />
      <p className="muted">{t(`import.purpose_text.${purpose}`)}</p>
      <Field
        label={t("import.labeler")}
        hint={t("import.labeler_hint")}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </section>
  );
}
