import { formatOf } from "../i18n";

/** A share of 0 … 1 as the language writes it ("70%", "70 %"); small ones with a decimal. */
export function formatShare(share: number): string {
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  const style = { style: "percent", maximumFractionDigits: digits } as const;
  return formatOf(`share ${digits}`, (locale) => new Intl.NumberFormat(locale, style)).format(share);
}
