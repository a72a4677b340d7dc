// Something that is shown this once: a link, a token. Selected on focus, copied by its button.

import { useState } from "react";

import { t } from "../i18n";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { announce } from "./Toast";

export function Once({ label, text, focus }: { label: string; text: string; focus?: boolean }) {
  return (
    <div className="once">
      <input
        className="input once__text"
        aria-label={label}
        readOnly
        value={text}
        // biome-ignore lint/a11y/noAutofocus: it is what the dialog is for.
        autoFocus={focus}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton what={label} text={text} />
    </div>
  );
}

/** Without the clipboard (plain http on another machine) the browser's old way is taken. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function CopyButton({ what, text, name }: { what: string; text: string; name?: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      aria-label={t("copy.what", { what })}
      onClick={() =>
        void copy(text).then((done) => {
          setCopied(done);
          if (done) announce(t("copy.done"));
        })
      }
    >
      <Icon name={copied ? "check" : "copy"} />
      {copied ? t("copy.done") : (name ?? t("copy.do"))}
    </Button>
  );
}
