// A plot as a file: the drawing as SVG or PNG, its numbers as CSV.

export interface TableData {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** What CSS gives a drawing on the page, and a file would lack. */
const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "fill-opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
  "direction",
] as const;
const MARGIN = 16;
const TITLE = 28;
const SHARPER = 2;

/** The drawing by itself, with its title and the page's colours. */
export function asSvg(
  drawing: SVGSVGElement,
  title: string,
): { text: string; width: number; height: number } {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((original, n) => {
    const style = getComputedStyle(original);
    for (const name of STYLES) copies[n]?.setAttribute(name, style.getPropertyValue(name));
  });
  for (const passing of copy.querySelectorAll("[data-passing]")) passing.remove();
  const all = { width: width + 2 * MARGIN, height: height + TITLE + 2 * MARGIN };
  const root = document.documentElement;
  const out = document.implementation.createDocument("http://www.w3.org/2000/svg", "svg").documentElement;
  const make = (name: string, attributes: { [name: string]: string | number }) => {
    const made = out.ownerDocument.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
    out.append(made);
    return made;
  };
  out.setAttribute("width", `${all.width}`);
  out.setAttribute("height", `${all.height}`);
  const page = getComputedStyle(document.body);
  make("rect", { width: all.width, height: all.height, fill: page.backgroundColor });
  const rtl = getComputedStyle(root).direction === "rtl";
  make("text", {
    x: rtl ? all.width - MARGIN : MARGIN,
    y: MARGIN + 14,
    fill: page.color,
    "font-family": page.fontFamily,
    "font-size": 15,
    "font-weight": 600,
    direction: rtl ? "rtl" : "ltr",
  }).textContent = title;
  copy.setAttribute("x", `${MARGIN}`);
  copy.setAttribute("y", `${MARGIN + TITLE}`);
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  out.append(copy);
  return { text: new XMLSerializer().serializeToString(out), ...all };
}

export function saveSvg(drawing: SVGSVGElement, title: string): void {
  download(new Blob([asSvg(drawing, title).text], { type: "image/svg+xml" }), `${fileName(title)}.svg`);
}

export async function savePng(drawing: SVGSVGElement, title: string): Promise<void> {
  const { text, width, height } = asSvg(drawing, title);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SHARPER;
    canvas.height = height * SHARPER;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (blob) download(blob, `${fileName(title)}.png`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function saveCsv(table: TableData, title: string): void {
  download(new Blob([asCsv(table)], { type: "text/csv;charset=utf-8" }), `${fileName(title)}.csv`);
}

/** RFC 4180; what a spreadsheet would run as a formula is text. */
export function asCsv({ columns, rows }: TableData): string {
  return `${[columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return `${value}`;
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function fileName(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 60) || "plot"
  );
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
