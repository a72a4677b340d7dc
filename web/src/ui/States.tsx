// The one empty state, the one error, the one placeholder.

import { type ReactNode, useState } from "react";

import { type MessageKey, t } from "../i18n";
import { Button } from "./Button";

interface EmptyProps {
  title: string;
  /** Below the head of a page, not instead of one. */
  inside?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
}

export function Empty({ title, inside = false, children, actions }: EmptyProps) {
  const Title = inside ? "h2" : "h1";
  return (
    <section className={inside ? "empty empty--inside" : "empty"}>
      <Title>{title}</Title>
      {children}
      {actions && <div className="empty__actions">{actions}</div>}
    </section>
  );
}

/** What happened, what was kept, what to do; the technical text one click away. */
export function ErrorState({ error, retry, home }: { error: unknown; retry?: () => void; home?: ReactNode }) {
  const { title, text } = wordsFor(error);
  // Asking again does not change who may see it.
  const decided = [403, 404].includes((error as { status?: number } | null)?.status ?? -1);
  return (
    <section className="empty" role="alert">
      <h1>{t(title)}</h1>
      <p>{text}</p>
      <div className="empty__actions">
        {retry && !decided && (
          <Button look="main" onClick={retry}>
            {t("app.retry")}
          </Button>
        )}
        {home}
      </div>
      <Technical error={error} />
    </section>
  );
}

function wordsFor(error: unknown): { title: MessageKey; text: string } {
  const status = (error as { status?: number } | null)?.status;
  if (status === 0) return { title: "error.offline_title", text: t("error.offline_text") };
  if (status === 403) return { title: "error.forbidden_title", text: t("error.forbidden_text") };
  if (status === 404) return { title: "error.not_found_title", text: t("error.not_found_text") };
  const message = error instanceof Error ? error.message : "";
  return { title: "error.title", text: message || t("error.kept") };
}

export function Technical({ error }: { error: unknown }) {
  const [copied, setCopied] = useState(false);
  const text = describe(error);
  if (!text) return null;
  return (
    <details className="technical">
      <summary>{t("app.details")}</summary>
      <pre>{text}</pre>
      <Button
        onClick={() => {
          void navigator.clipboard?.writeText(text).then(() => setCopied(true));
        }}
      >
        {copied ? t("app.copied") : t("app.copy")}
      </Button>
    </details>
  );
}

function describe(error: unknown): string {
  if (error === null || error === undefined) return "";
  if (!(error instanceof Error)) return JSON.stringify(error, null, 1);
  const { status, detail, where } = error as Error & { status?: number; detail?: unknown; where?: string };
  const parts = [where, status === undefined ? "" : `status ${status}`, error.message];
  if (detail !== undefined) parts.push(JSON.stringify(detail, null, 1));
  return parts.filter(Boolean).join("\n");
}

export function Skeleton({ width, height = 14 }: { width: number | string; height?: number }) {
  return <span className="skeleton" aria-hidden="true" style={{ width, height }} />;
}
