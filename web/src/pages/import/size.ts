import { formatNumber } from "../../i18n";

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** `3.4 MB`. */
export function formatSize(bytes: number): string {
  let unit = 0;
  let size = bytes;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${formatNumber(size < 10 && unit > 1 ? Math.round(size * 10) / 10 : Math.round(size))} ${UNITS[unit]}`;
}
