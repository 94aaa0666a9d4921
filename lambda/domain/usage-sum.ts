import type { PricedUsage } from "./line-cost.ts";
import { microUsd } from "./prices.ts";

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

  add({ series, counters, costZeptoUsd, unpricedRequests }: PricedUsage): void {
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

/** The sum as programs read it; docs/usage-and-costs.md lists its fields. */
export function usageSumJson(sum: UsageSum) {
  return {
    requests: sum.requests,
    failed: sum.failed,
    refused: sum.refused,
    input_tokens: sum.inputTokens,
    cached_input_tokens: sum.cachedInputTokens,
    cache_write_tokens: sum.cacheWriteTokens,
    output_tokens: sum.outputTokens,
    reasoning_tokens: sum.reasoningTokens,
    total_tokens: sum.totalTokens,
    cost_usd: costUsd(sum),
    unpriced_requests: sum.unpriced,
    estimated_requests: sum.estimated,
    models: Object.fromEntries([...sum.models].toSorted((a, b) => b[1] - a[1])) as Record<string, number>,
  };
}

function costUsd({ costMicroUsd }: UsageSum): number | null {
  return costMicroUsd === null ? null : costMicroUsd / 1_000_000;
}
