import { readFile, rename, writeFile } from "node:fs/promises";
import type { Price, PriceList } from "../../lambda/domain/price-book.ts";
import { formatPriceList } from "./format-price-list.ts";
import { priceListPath } from "./price-file.ts";

/** Adds dated lines to the price list, each behind the last of its model. What stood there stays: it priced the days before. */
export async function addPrices(additions: readonly Price[], path = priceListPath): Promise<void> {
  const list = JSON.parse(await readFile(path, "utf8")) as PriceList & Record<string, unknown>;
  const prices = [...list.prices];
  for (const price of additions) {
    const sameDay = prices.findIndex(({ model, from }) => model === price.model && from === price.from);
    const last = prices.findLastIndex(({ model }) => model === price.model);
    if (sameDay !== -1) prices[sameDay] = price;
    else prices.splice(last === -1 ? prices.length : last + 1, 0, price);
  }
  await writeFile(`${path}.partial`, formatPriceList({ ...list, prices }));
  await rename(`${path}.partial`, path);
}
