// The preview with its rows: which one is shown, and the way to one's own.

import { type DragEvent, useDeferredValue, useEffect, useMemo, useState } from "react";

import type { Schema } from "../../core/model";
import { withoutBlanks } from "../../core/task/settle";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Guard } from "./Guard";
import { Preview } from "./Preview";
import { RowsDialog } from "./RowsDialog";
import { type Row, rowsOfFiles, taskOf } from "./rows";

interface PreviewPaneProps {
  schema: Schema;
  rows: readonly Row[];
  /** Where the rows are from, in words. */
  from: string;
  /** Absent where rows are the project's own. */
  onRows?(rows: Row[], text?: string): void;
}

export function PreviewPane({ schema, rows, from, onRows }: PreviewPaneProps) {
  const [at, setAt] = useState(0);
  const [asking, setAsking] = useState(false);
  const [over, setOver] = useState(false);
  const row = rows[Math.min(at, rows.length - 1)] ?? null;
  // Typing comes first; the preview follows as soon as there is time.
  const later = useDeferredValue(schema);
  const named = useMemo(() => withNames(later), [later]);
  const shapeOfData = JSON.stringify([
    later.fields.map((one) => [one.source, one.medium]),
    row === null && later.questions.map((one) => one.config.values_from),
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the item changes only with what it shows.
  const task = useMemo(() => taskOf(later, row), [row, shapeOfData]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows begin at the first.
  useEffect(() => setAt(0), [rows]);
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (onRows && files.length > 0) onRows(await rowsOfFiles(files));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its button too.
    <div
      className={over ? "preview preview--over" : "preview"}
      onDragOver={(event) => {
        if (!onRows) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <header className="preview__head">
        <h2>{t("task.preview")}</h2>
        <span className="muted preview__from">{from}</span>
        {rows.length > 1 && (
          <span className="preview__rows">
            <Button
              look="quiet"
              icon
              tip={t("task.row_before")}
              disabled={at === 0}
              onClick={() => setAt(at - 1)}
            >
              <Icon name="back" />
            </Button>
            <span className="num">{t("task.row", { at: at + 1, count: rows.length })}</span>
            <Button
              look="quiet"
              icon
              tip={t("task.row_after")}
              disabled={at >= rows.length - 1}
              onClick={() => setAt(at + 1)}
            >
              <Icon name="next" />
            </Button>
          </span>
        )}
        {onRows && <Button onClick={() => setAsking(true)}>{t("task.own_rows")}</Button>}
      </header>
      <Guard for={named} instead={<p className="notice notice--warn">{t("task.preview_broken")}</p>}>
        <Preview schema={named} task={task} />
      </Guard>
      {over && <p className="preview__drop">{t("task.drop_here")}</p>}
      {onRows && (
        <RowsDialog
          open={asking}
          onClose={() => setAsking(false)}
          onRows={(found, text) => {
            setAsking(false);
            onRows(found, text);
          }}
        />
      )}
    </div>
  );
}

/** What has no name yet gets one to be seen by. */
function withNames(raw: Schema): Schema {
  const schema = withoutBlanks(raw);
  return {
    ...schema,
    questions: schema.questions.map((one) =>
      one.name || one.text ? one : { ...one, name: t("task.new_question") },
    ),
  };
}
