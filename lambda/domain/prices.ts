import type { Usage } from "./usage.ts";
import { prices } from "./price-table.ts";

/** US dollars per million tokens, from a day (UTC, inclusive) until the next entry of the same model. */
export interface Price {
  model: string;
  from: string;
  input: number;
  /** Absent: cached input costs what input costs. */
  cachedInput?: number;
  /** Absent: writing the cache costs what input costs. */
  cacheWrite?: number;
  output: number;
  /** Has OpenAI's long-context rule: above 272,000 input tokens the whole request costs 2 × input and 1.5 × output. */
  longContext?: true;
  /** What `priority` and `fast` multiply by; absent: 2. */
  priorityMultiplier?: number;
}

/** Above this many input tokens OpenAI reprices the entire request: https://platform.openai.com/docs/pricing */
const longContextAbove = 272_000;

/** `long` where OpenAI reprices the whole request for its input. */
export type Context = "standard" | "long";

export function contextOf(usage: Usage): Context {
  return usage.inputTokens > longContextAbove ? "long" : "standard";
}

/** What was billed: a model as served, a service tier as answered, on a UTC day (`YYYY-MM-DD`). */
export interface Sale {
  model: string;
  serviceTier: string | null;
  day: string;
  context: Context;
}

/**
 * What tokens cost, in millionths of a US dollar, rounded to the nearest one; null where no price is known,
 * which is never the same as free.
 */
export function costMicroUsd(usage: Usage, sale: Sale): number | null {
  const price = priceOf(sale.model, sale.day);
  const tier = price && tierMultiplier(sale.serviceTier, price);
  if (price === undefined || tier === undefined) return null;
  const long = sale.context === "long" && price.longContext === true;
  const inputFactor = tier * (long ? 2 : 1);
  const outputFactor = tier * (long ? 1.5 : 1);
  const plainInput = Math.max(0, usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteTokens);
  const picoUsd =
    plainInput * picoUsdPerToken(price.input * inputFactor) +
    usage.cachedInputTokens * picoUsdPerToken((price.cachedInput ?? price.input) * inputFactor) +
    usage.cacheWriteTokens * picoUsdPerToken((price.cacheWrite ?? price.input) * inputFactor) +
    usage.outputTokens * picoUsdPerToken(price.output * outputFactor);
  return Math.round(picoUsd / 1_000_000);
}

/** Whole numbers from here on: 1 USD per million tokens is 1,000,000 pico-dollars a token, so that no sum drifts. */
function picoUsdPerToken(usdPerMillion: number): number {
  return Math.round(usdPerMillion * 1_000_000);
}

/** A dated snapshot (`gpt-5.5-2026-04-24`) costs what its model costs. */
function priceOf(model: string, day: string): Price | undefined {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  return prices.findLast((price) => price.model === name && price.from <= day);
}

function tierMultiplier(tier: string | null, price: Price): number | undefined {
  switch (tier) {
    case null:
    case "":
    case "auto":
    case "default":
    case "standard":
      return 1;
    case "flex":
    case "batch":
      return 0.5;
    case "priority":
    case "fast":
      return price.priorityMultiplier ?? 2;
    default:
      return undefined;
  }
}
