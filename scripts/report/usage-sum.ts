import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { microUsd } from "../../lambda/domain/prices.ts";

/** A ledger line with what it cost and where it lies in the report's calendar. */
export interface PricedLine extends LedgerEntry {
  /** Null where the model or the tier has no price. */
  costZeptoUsd: bigint | null;
  /** Requests that can't be priced: they used something, and nobody knows what that costs. */
  unpricedRequests: number;
  localDay: string;
  localHour: number;
}

/** Lines added up. Cached and cache-write tokens are parts of the input, reasoning a part of the output. */
export class UsageSum {
  requests = 0;
  failed = 0;
  refused = 0;
  estimated = 0;
  unpriced = 0;
  inputTokens = 0;
  cachedInputTokens = 0;
  cacheWriteTokens = 0;
  outputTokens = 0;
  reasoningTokens = 0;
  /** Requests of each model. */
  readonly models = new Map<string, number>();
  #costZeptoUsd = 0n;

  add({ series, counters, costZeptoUsd, unpricedRequests }: PricedLine): void {
    this.requests += counters.requests;
    this.failed += counters.failed_requests;
    this.refused += counters.refused_requests;
    this.estimated += counters.estimated_requests;
    this.unpriced += unpricedRequests;
    this.inputTokens += counters.input_tokens;
    this.cachedInputTokens += counters.cached_input_tokens;
    this.cacheWriteTokens += counters.cache_write_tokens;
    this.outputTokens += counters.output_tokens;
    this.reasoningTokens += counters.reasoning_tokens;
    this.#costZeptoUsd += costZeptoUsd ?? 0n;
    const model = series.model || "(none)";
    this.models.set(model, (this.models.get(model) ?? 0) + counters.requests);
  }

  get totalTokens(): number {
    return this.inputTokens + this.outputTokens;
  }

  /** Null where nothing of it has a price: unknown is not free. Rounded once, here. */
  get costMicroUsd(): number | null {
    const isUnknown = this.unpriced > 0 && this.#costZeptoUsd === 0n;
    return isUnknown ? null : microUsd(this.#costZeptoUsd);
  }
}

/** Lines added up by a key each: `user`, or `user` and `model`. */
export class UsageGroups {
  readonly groups = new Map<string, UsageSum>();
  readonly #keyOf: (line: PricedLine) => string;

  constructor(keyOf: (line: PricedLine) => string) {
    this.#keyOf = keyOf;
  }

  add(line: PricedLine): void {
    const key = this.#keyOf(line);
    let sum = this.groups.get(key);
    if (sum === undefined) this.groups.set(key, (sum = new UsageSum()));
    sum.add(line);
  }
}
