import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import type { PriceBook } from "../../lambda/domain/price-book.ts";
import { priceLine } from "../../lambda/domain/line-cost.ts";
import { type Rates, ratesOf } from "../../lambda/domain/prices.ts";
import type { ReportCalendar } from "./report-calendar.ts";
import type { PricedLine } from "./usage-groups.ts";

/** Prices ledger lines by the prices of their UTC day and puts them into a calendar. */
export function priceLines(calendar: ReportCalendar, book: PriceBook): (line: LedgerEntry) => PricedLine {
  const rates = new Map<string, Rates | null>();

  function ratesOfLine({ day, series: { model, serviceTier, context } }: LedgerEntry): Rates | null {
    const key = `${day}#${model}#${serviceTier}#${context}`;
    let found = rates.get(key);
    if (found === undefined) {
      found = model === "" ? null : ratesOf({ day, model, serviceTier, context }, book);
      rates.set(key, found);
    }
    return found;
  }

  return (line) => {
    const local = calendar.localHour(line.day, line.series.hour);
    return { ...priceLine(line, ratesOfLine), localDay: local.day, localHour: local.hour };
  };
}
