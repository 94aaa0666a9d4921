import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import type { PriceBook } from "../../lambda/domain/price-book.ts";
import { type Rates, costZeptoUsd, ratesOf } from "../../lambda/domain/prices.ts";
import type { ReportCalendar } from "./report-calendar.ts";
import type { PricedLine } from "./usage-sum.ts";

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
    const { counters } = line;
    const used = counters.input_tokens + counters.output_tokens > 0;
    const found = used ? ratesOfLine(line) : null;
    const local = calendar.localHour(line.day, line.series.hour);
    return {
      day: line.day,
      series: line.series,
      team: line.team,
      counters,
      // What used nothing costs nothing, whatever the model.
      costZeptoUsd: used ? found && costZeptoUsd(billedTokens(counters), found) : 0n,
      // What was refused used nothing: it is not among those that nobody can price.
      unpricedRequests: used && found === null ? counters.requests - counters.refused_requests : 0,
      localDay: local.day,
      localHour: local.hour,
    };
  };
}

function billedTokens(counters: LedgerEntry["counters"]) {
  return {
    inputTokens: counters.input_tokens,
    cachedInputTokens: counters.cached_input_tokens,
    cacheWriteTokens: counters.cache_write_tokens,
    outputTokens: counters.output_tokens,
  };
}
