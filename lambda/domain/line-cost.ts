import type { LedgerEntry } from "./ledger-entry.ts";
import { type Rates, costZeptoUsd } from "./prices.ts";

/** What a ledger line counts, with what it cost. */
export interface PricedUsage extends Pick<LedgerEntry, "series" | "counters"> {
  /** Null where the model or the tier has no price. */
  costZeptoUsd: bigint | null;
  /** Requests that can't be priced: they used something, and nobody knows what that costs. */
  unpricedRequests: number;
}

/** @param ratesOfLine asked only for a line that used something */
export function priceLine<Line extends LedgerEntry>(
  line: Line,
  ratesOfLine: (line: LedgerEntry) => Rates | null,
): Line & PricedUsage {
  const { counters } = line;
  const used = counters.input_tokens + counters.output_tokens > 0;
  const found = used ? ratesOfLine(line) : null;
  return {
    ...line,
    // What used nothing costs nothing, whatever the model.
    costZeptoUsd: used ? found && costZeptoUsd(billedTokens(counters), found) : 0n,
    // What was refused used nothing: it is not among those that nobody can price.
    unpricedRequests: used && found === null ? counters.requests - counters.refused_requests : 0,
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
