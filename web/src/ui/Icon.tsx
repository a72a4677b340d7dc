// Icons are 16 × 16 line drawings; each stands beside its name or has it on hover.

const PATHS = {
  undo: "M6 3 2.5 6.5 6 10M3 6.5h6a4 4 0 0 1 0 8H7",
  redo: "m10 3 3.5 3.5L10 10M13 6.5H7a4 4 0 0 0 0 8h2",
  close: "m4 4 8 8M12 4l-8 8",
  help: "M6 6a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.6M8 12.2v.1M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z",
  book: "M8 3.5C6.5 2.5 4.5 2.2 2 2.3v10.4c2.5-.1 4.5.2 6 1.2 1.5-1 3.5-1.3 6-1.2V2.3c-2.5-.1-4.5.2-6 1.2zm0 0v10.2",
  arrow: "m3.5 2.5 9 4.5-4 1.2L7 12.5z",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  light:
    "M8 4.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1",
  panel: "M1.8 2.8h12.4v10.4H1.8zM10 2.8v10.4",
  check: "m3 8.5 3.2 3.2L13 5",
  warn: "M8 2 1.5 13.5h13zM8 6.5v3M8 11.6v.1",
  wait: "M8 4v4l2.5 2M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z",
  cloud: "M2 2l12 12M5 12.5h6.5M4.3 6.2A3.2 3.2 0 0 0 5 12.5M6.4 4.2A4 4 0 0 1 12 6.7a2.9 2.9 0 0 1 1.9 4.6",
  user: "M8 8.2a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2.8 14c.6-2.5 2.6-3.8 5.2-3.8s4.6 1.3 5.2 3.8",
  back: "M9.5 3.5 5 8l4.5 4.5",
  next: "M6.5 3.5 11 8l-4.5 4.5",
  out: "M6.5 3.5H3v9.5h9.5V9.5M9.5 2.5h4v4M13.2 2.8 7.5 8.5",
  down: "m4 6 4 4 4-4",
  up: "m4 10 4-4 4 4",
  search: "M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM10.6 10.6 14 14",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5 5 13h6l.5-8.5",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  eye_off:
    "M2 2l12 12M6.2 4c.6-.2 1.2-.2 1.8-.2 4 0 6.5 4.2 6.5 4.2a12 12 0 0 1-1.8 2.2M10.6 11.8c-.8.3-1.7.4-2.6.4C4 12.2 1.5 8 1.5 8A12 12 0 0 1 4.3 5",
  lock: "M4 7.2h8v6H4zM5.6 7.2V5.4a2.4 2.4 0 0 1 4.8 0v1.8",
  unlock: "M4 7.2h8v6H4zM5.6 7.2V5.4a2.4 2.4 0 0 1 4.6-1",
  link: "M3.2 5.6a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM12.8 14.4a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4.6 5.2l6.4 5.6M11 7.6v3.2H7.8",
  comment: "M2 3h12v8.5H7.5L4 14v-2.5H2z",
  clock: "M8 4v4l2.5 1.5M2.2 6A6 6 0 1 1 2 8.6M2.2 6V2.8M2.2 6h3.2",
  spark: "M8 1.8 9.5 6.5 14.2 8 9.5 9.5 8 14.2 6.5 9.5 1.8 8 6.5 6.5z",
  reload: "M13.5 8A5.5 5.5 0 1 1 11.6 3.8L13.5 5.5M13.5 2v3.5H10",
  more: "M3 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0M7.6 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0M12.2 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  download: "M8 2.5v8M4.8 7.6 8 10.8l3.2-3.2M2.5 13.5h11",
} as const;

/** Those that point along the line of writing; mirrored where it runs from right to left. */
const POINTS: ReadonlySet<string> = new Set(["undo", "redo", "back", "next", "panel", "book"]);

export type IconName = keyof typeof PATHS;

export function Icon({ name, path }: { name?: IconName; path?: string }) {
  return (
    <svg
      className={name && POINTS.has(name) ? "icon icon--points" : "icon"}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path ?? (name ? PATHS[name] : "")} />
    </svg>
  );
}
