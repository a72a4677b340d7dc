import { useId, useRef, useState } from "react";

import { t } from "../../i18n";
import { Area } from "../../ui/Area";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { MOST, type Row, rowsOf, rowsOfFiles } from "./rows";

interface RowsDialogProps {
  open: boolean;
  onClose(): void;
  onRows(rows: Row[], text?: string): void;
}

/** One's own rows for the preview: pasted, or from files. They stay in this browser. */
export function RowsDialog({ open, onClose, onRows }: RowsDialogProps) {
  const [text, setText] = useState("");
  const files = useRef<HTMLInputElement>(null);
  const id = useId();
  const found = rowsOf(text);
  return (
    <Dialog
      title={t("task.own_rows_title")}
      text={t("task.own_rows_text", { count: MOST })}
      open={open}
      onClose={onClose}
      wide
      foot={
        <>
          <Button onClick={() => files.current?.click()}>{t("task.choose_files")}</Button>
          <input
            ref={files}
            id={id}
            type="file"
            multiple
            hidden
            accept=".txt,.csv,.tsv,.json,.jsonl,image/*"
            onChange={(event) =>
              void rowsOfFiles([...(event.target.files ?? [])]).then((rows) => onRows(rows))
            }
          />
          <Button look="main" disabled={found.length === 0} onClick={() => onRows(found, text)}>
            {t("task.use_rows", { count: found.length })}
          </Button>
        </>
      }
    >
      <Area
        label={t("task.rows")}
        data-first
        rows={10}
        value={text}
        placeholder={t("task.rows_hint")}
        onChange={(event) => setText(event.target.value)}
      />
    </Dialog>
  );
}
