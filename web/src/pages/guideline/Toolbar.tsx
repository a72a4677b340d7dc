import { type RefObject, useRef } from "react";

import { type MessageKey, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { type Mark, mark } from "./markup";

const MARKS: readonly (readonly [Mark, MessageKey, string, string?])[] = [
  ["bold", "guideline.bold", "B", "mod+b"],
  ["italic", "guideline.italic", "I", "mod+i"],
  ["heading", "guideline.heading", "H"],
  ["list", "guideline.list", "•"],
  ["quote", "guideline.quote", "❝"],
];

interface ToolbarProps {
  area: RefObject<HTMLTextAreaElement | null>;
  onPictures(files: File[]): void;
}

export function Toolbar({ area, onPictures }: ToolbarProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="markup" role="toolbar" aria-label={t("guideline.text")}>
      {MARKS.map(([one, name, sign, shortcut]) => (
        <Button
          key={one}
          look="quiet"
          icon
          keepFocus
          tip={t(name)}
          {...(shortcut ? { shortcut } : {})}
          className={`markup__${one}`}
          onClick={() => area.current && mark(area.current, one)}
        >
          {sign}
        </Button>
      ))}
      <Button look="quiet" keepFocus onClick={() => input.current?.click()}>
        {t("guideline.picture")}
      </Button>
      <span className="muted markup__hint">{t("guideline.picture_hint")}</span>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        multiple
        hidden
        onChange={(event) => {
          onPictures([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
