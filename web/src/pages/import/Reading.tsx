// How the file is read: its format and what that format leaves open.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Project, projects } from "../../api";
import type { Options, Preview } from "../../api/imports";
import { t } from "../../i18n";
import { Check } from "../../ui/Check";
import { Field } from "../../ui/Field";
import { Select } from "../../ui/Select";

const ENCODINGS = [
  ["utf-8", "UTF-8"],
  ["cp1252", "Windows (Western)"],
  ["cp1251", "Windows (Cyrillic)"],
  ["utf-16", "UTF-16"],
  ["shift_jis", "Shift JIS"],
  ["gb18030", "GB 18030"],
  ["euc_kr", "EUC-KR"],
] as const;
const TEXTUAL: readonly string[] = ["csv", "tsv", "jsonl", "json", "text", "urls", "conll"];

interface ReadingProps {
  project: Project;
  preview: Preview;
  options: Options;
  onFormat(format: string): void;
  onChange(options: Options): void;
}

export function Reading({ project, preview, options, onFormat, onChange }: ReadingProps) {
  const { data: formats = [] } = useQuery({
    queryKey: ["formats"],
    queryFn: projects.formats,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const readable = formats.filter(({ reads }) => reads !== false);
  // The likely ones first.
  const order = (name: string) => (preview.fits.indexOf(name) + 100) % 100;
  const sorted = [...readable].sort((a, b) => order(a.name) - order(b.name));
  const format = preview.format ?? "";
  return (
    <div className="reading">
      <Select
        label={t("import.format")}
        value={format}
        options={[
          ...(format ? [] : ([["", ""]] as const)),
          ...sorted.map(({ name, title }) => [name, title || name] as const),
        ]}
        onChange={(event) => onFormat(event.target.value)}
      />
      {format === "csv" && (
        <Select
          label={t("import.delimiter")}
          value={options.delimiter ?? ""}
          options={[
            ["", t("import.auto")],
            [",", t("import.comma")],
            ["\t", t("import.tab")],
            [";", t("import.semicolon")],
            ["|", t("import.pipe")],
          ]}
          onChange={(event) => onChange({ ...options, delimiter: event.target.value || null })}
        />
      )}
      {TEXTUAL.includes(format) && (
        <Select
          label={t("import.encoding")}
          value={options.encoding ?? ""}
          options={[["", t("import.auto")], ...ENCODINGS]}
          onChange={(event) => onChange({ ...options, encoding: event.target.value || null })}
        />
      )}
      {format === "excel" && (
        <Sheet
          value={options.sheet ?? ""}
          onChange={(sheet) => onChange({ ...options, sheet: sheet || null })}
        />
      )}
      {format === "text" && (
        <Check
          label={t("import.whole_files")}
          checked={options.whole_files ?? false}
          onChange={(whole_files) => onChange({ ...options, whole_files })}
        />
      )}
      {format === "text" && !options.whole_files && (
        <Check
          label={t("import.heading")}
          checked={options.heading ?? false}
          onChange={(heading) => onChange({ ...options, heading })}
        />
      )}
      {format === "images" && (
        <Select
          label={t("import.folders")}
          value={options.folders ?? ""}
          options={[
            ["", t("import.folders_none")],
            ...project.schema.questions
              .filter(({ about, kind }) => about === "item" && kind === "choice")
              .map(({ name }) => [name, name] as const),
          ]}
          onChange={(event) => onChange({ ...options, folders: event.target.value || null })}
        />
      )}
    </div>
  );
}

/** Its name goes on when the field is left: half a name is no sheet. */
function Sheet({ value, onChange }: { value: string; onChange(sheet: string): void }) {
  const [name, setName] = useState(value);
  return (
    <Field
      label={t("import.sheet")}
      placeholder={t("import.sheet_first")}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => name !== value && onChange(name)}
    />
  );
}
