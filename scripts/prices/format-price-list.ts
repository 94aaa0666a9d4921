import type { Price, PriceList } from "../../lambda/domain/price-book.ts";

/** A price list as it is kept: one price a line, so that a change is one line of a diff and a slip has a line number. */
export function formatPriceList({ prices, aliases, ...rest }: PriceList & Record<string, unknown>): string {
  const head = JSON.stringify({ ...rest, aliases }, null, 2).slice(0, -2);
  return `${head},\n  "prices": [\n${prices.map(priceLine).join(",\n")}\n  ]\n}\n`;
}

const fieldOrder = [
  "model",
  "from",
  "input",
  "cachedInput",
  "cacheWrite",
  "output",
  "longContext",
  "priority",
  "regional",
] as const;

function priceLine(price: Price): string {
  const fields = fieldOrder.flatMap((name) =>
    price[name] === undefined ? [] : [`"${name}": ${JSON.stringify(price[name])}`],
  );
  return `    { ${fields.join(", ")} }`;
}
