// Guidelines are Markdown. This draws the part of it that guidelines use as React elements, never as HTML:
// what is not understood is shown as text, so nothing in it can run.

import { createContext, type ReactNode, useContext } from "react";

/** Where `media:<sha256>` leads to; null where there are no such pictures. */
const Pictures = createContext<((sha256: string) => string) | null>(null);

export function Markdown({ text, pictures }: { text: string; pictures?: (sha256: string) => string }) {
  return (
    <Pictures value={pictures ?? null}>
      <div className="markdown">{blocks(text.replace(/\r\n?/g, "\n").split("\n"))}</div>
    </Pictures>
  );
}

/** Only pictures from here: one from elsewhere would tell its server who reads the guideline. */
function Picture({ src, alt }: { src: string; alt: string }) {
  const pictures = useContext(Pictures);
  const stored = /^media:([0-9a-f]{64})$/.exec(src)?.[1];
  const shown = stored ? pictures?.(stored) : /^\/media\//.test(src) ? src : undefined;
  return shown ? <img src={shown} alt={alt} /> : alt;
}

function blocks(lines: readonly string[]): ReactNode[] {
  const out: ReactNode[] = [];
  let i = 0;
  while (i < lines.length) {
    const line = lines[i] as string;
    const key = out.length;
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (line.trim() === "") i++;
    else if (/^\s*(```|~~~)/.test(line)) {
      const fence = line.trim().slice(0, 3);
      const end = lines.findIndex((other, at) => at > i && other.trim().startsWith(fence));
      const stop = end < 0 ? lines.length : end;
      out.push(
        <pre key={key} dir="ltr">
          {lines.slice(i + 1, stop).join("\n")}
        </pre>,
      );
      i = stop + 1;
    } else if (heading) {
      const Tag = `h${Math.min(6, (heading[1] as string).length + 1)}` as "h2";
      out.push(
        <Tag key={key} dir="auto">
          {inline(heading[2] as string)}
        </Tag>,
      );
      i++;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      out.push(<hr key={key} />);
      i++;
    } else if (/^\s*>/.test(line)) {
      const [own, next] = take(lines, i, (other) => /^\s*>/.test(other));
      out.push(
        <blockquote key={key} dir="auto">
          {blocks(own.map((one) => one.replace(/^\s*> ?/, "")))}
        </blockquote>,
      );
      i = next;
    } else if (isItem(line)) {
      const [own, next] = takeList(lines, i);
      out.push(<List key={key} lines={own} />);
      i = next;
    } else if (line.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[i + 1] ?? "")) {
      const [own, next] = take(lines, i, (other) => other.includes("|"));
      out.push(<Table key={key} head={own[0] as string} rows={own.slice(2)} />);
      i = next;
    } else {
      const [own, next] = take(lines, i, (other, at) => at === i || !startsBlock(other));
      out.push(
        <p key={key} dir="auto">
          {inline(own.join("\n"))}
        </p>,
      );
      i = next;
    }
  }
  return out;
}

const isItem = (line: string) => /^\s*([-*+]|\d{1,9}[.)])\s+/.test(line);
const startsBlock = (line: string) =>
  line.trim() === "" || /^(#{1,6}\s|\s*>|\s*(```|~~~))/.test(line) || isItem(line);

function take(
  lines: readonly string[],
  from: number,
  while_: (line: string, at: number) => boolean,
): [string[], number] {
  let end = from;
  while (end < lines.length && while_(lines[end] as string, end)) end++;
  return [lines.slice(from, end), end];
}

/** A list ends at the first line that is neither an item nor indented under one. */
function takeList(lines: readonly string[], from: number): [string[], number] {
  return take(lines, from, (line, at) => {
    if (isItem(line) || /^\s{2,}\S/.test(line)) return true;
    return line.trim() === "" && (isItem(lines[at + 1] ?? "") || /^\s{2,}\S/.test(lines[at + 1] ?? ""));
  });
}

function List({ lines }: { lines: readonly string[] }) {
  const indent = /^\s*/.exec(lines[0] as string)?.[0].length ?? 0;
  const items: string[][] = [];
  for (const line of lines) {
    const deep = (/^\s*/.exec(line)?.[0].length ?? 0) > indent + 1;
    if (isItem(line) && !deep) items.push([line.replace(/^\s*([-*+]|\d{1,9}[.)])\s+/, "")]);
    else items.at(-1)?.push(line.slice(Math.min(indent + 2, /^\s*/.exec(line)?.[0].length ?? 0)));
  }
  const Tag = /^\s*\d/.test(lines[0] as string) ? "ol" : "ul";
  return (
    <Tag dir="auto">
      {items.map((item, i) => {
        const tight = item.every((line) => !startsBlock(line) || line === item[0]);
        // biome-ignore lint/suspicious/noArrayIndexKey: items of a text have only their order.
        return <li key={i}>{tight ? inline(item.join("\n")) : blocks(item)}</li>;
      })}
    </Tag>
  );
}

const cells = (row: string) =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

function Table({ head, rows }: { head: string; rows: readonly string[] }) {
  return (
    <table dir="auto">
      <thead>
        <tr>
          {cells(head).map((cell, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <th key={i}>{inline(cell)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, r) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <tr key={r}>
            {cells(row).map((cell, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <td key={i}>{inline(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Stars may nest (`*Dr. **Ada***`, `***both***`); underscores only around whole words, so that snake_case stays. */
const INLINE = new RegExp(
  [
    "(?<fence>`+)(?<code>.+?)\\k<fence>",
    "!\\[(?<alt>[^\\]]*)\\]\\((?<src>[^)\\s]+)[^)]*\\)",
    "\\[(?<label>[^\\]]+)\\]\\((?<href>[^)\\s]+)[^)]*\\)",
    "\\*{3}(?=\\S)(?<both>[^*]+?)(?<=\\S)\\*{3}",
    "\\*\\*(?=\\S)(?<strong>(?:\\*[^*]+\\*|[^*])+?)(?<=\\S)\\*\\*",
    "\\*(?=[^\\s*])(?<em>(?:\\*\\*[^*]+\\*\\*|[^*])+?)(?<=\\S)\\*",
    "(?<![\\p{L}\\p{N}_])__(?=\\S)(?<strong_>.+?)(?<=\\S)__(?![\\p{L}\\p{N}_])",
    "(?<![\\p{L}\\p{N}_])_(?=\\S)(?<em_>.+?)(?<=\\S)_(?![\\p{L}\\p{N}_])",
    "<(?<auto>https?:[^>\\s]+)>",
  ].join("|"),
  "gsu",
);

function inline(text: string): ReactNode[] {
  const out: ReactNode[] = [];
  let at = 0;
  while (at < text.length) {
    INLINE.lastIndex = at;
    const found = INLINE.exec(text);
    if (!found) {
      out.push(text.slice(at));
      break;
    }
    if (found.index > at) out.push(text.slice(at, found.index));
    out.push(element(found, out.length));
    at = found.index + found[0].length;
  }
  return out;
}

function element(found: RegExpExecArray, key: number): ReactNode {
  const whole = found[0];
  const { code, alt, src, label, href, auto, both, strong, strong_, em, em_ } = found.groups ?? {};
  if (code !== undefined) return <code key={key}>{code}</code>;
  if (src !== undefined) return <Picture key={key} src={src} alt={alt ?? ""} />;
  if (href !== undefined) return link(href, inline(label ?? href), key, whole);
  if (auto !== undefined) return link(auto, [auto], key, whole);
  if (both !== undefined)
    return (
      <strong key={key}>
        <em>{inline(both)}</em>
      </strong>
    );
  const bold = strong ?? strong_;
  if (bold !== undefined) return <strong key={key}>{inline(bold)}</strong>;
  return <em key={key}>{inline(em ?? em_ ?? "")}</em>;
}

function link(href: string, children: ReactNode[], key: number, whole: string): ReactNode {
  if (!/^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(href)) return whole;
  const outside = /^https?:/i.test(href);
  return (
    <a key={key} href={href} {...(outside ? { target: "_blank", rel: "noreferrer" } : {})}>
      {children}
    </a>
  );
}
