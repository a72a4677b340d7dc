// The item as the server sent it: one click away, and copyable.

import { useState } from "react";

import type { Item } from "../../../api/items";
import { t } from "../../../i18n";
import { Button } from "../../../ui/Button";

const MOST = 100_000;

export function Raw({ item }: { item: Item }) {
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  // Only when asked for: annotations may be megabytes.
  const text = open ? JSON.stringify(item, null, 2) : "";
  return (
    <details className="item__part raw" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("item.raw")}</summary>
      {open && (
        <>
          <Button onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}>
            {copied ? t("app.copied") : t("app.copy")}
          </Button>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <pre className="raw__text" tabIndex={0}>
            {text.length > MOST ? `${text.slice(0, MOST)}…` : text}
          </pre>
        </>
      )}
    </details>
  );
}
