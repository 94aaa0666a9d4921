const whole = new Intl.NumberFormat("en-US");
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const shortDollars = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  notation: "compact",
  maximumSignificantDigits: 3,
});
const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

export const wholeText = (count: number): string => whole.format(count);

/** `40.6B`: tokens come in thousands of millions. */
export const tokenText = (tokens: number): string => compact.format(tokens);

export const dollarText = (usd: number): string => dollars.format(usd);

/** `$1.2K`, for an axis. */
export const shortDollarText = (usd: number): string => shortDollars.format(usd);

/** Null is unknown, which is not the same as nothing. */
export function costText(costMicroUsd: number | null): string {
  return costMicroUsd === null ? "unpriced" : dollarText(costMicroUsd / 1_000_000);
}

export function percentText(part: number, of: number): string {
  return of === 0 ? "–" : percent.format(part / of);
}

/** `+12%` over what was before; a dash where there was nothing to compare with. */
export function changeText(now: number, before: number): string {
  if (before === 0) return "–";
  const change = now / before - 1;
  return `${change >= 0 ? "+" : "−"}${percent.format(Math.abs(change))}`;
}
