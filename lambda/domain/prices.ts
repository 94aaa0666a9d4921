import { type Price, type PriceBook, currentPrices } from "./price-book.ts";
import type { Usage } from "./usage.ts";

/** Above this many input tokens OpenAI reprices the entire request: https://developers.openai.com/api/docs/pricing */
const longContextAbove = 272_000;

/** `long` where OpenAI reprices the whole request for its input. It is told per request, never from a sum of them. */
export type Context = "standard" | "long";

export function contextOf(usage: Pick<Usage, "inputTokens">): Context {
  return usage.inputTokens > longContextAbove ? "long" : "standard";
}

/** The tokens that are paid for: cached and cache-write tokens are parts of the input. */
export type BilledTokens = Pick<
  Usage,
  "inputTokens" | "cachedInputTokens" | "cacheWriteTokens" | "outputTokens"
>;

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
export function costMicroUsd(usage: BilledTokens, sale: Sale, book = currentPrices): number | null {
  const rates = ratesOf(sale, book);
  return rates && microUsd(costZeptoUsd(usage, rates));
}

/**
 * The price of one token of each kind, in zepto-dollars (10⁻²¹): a price of six decimals for a million tokens, times
 * three factors of three decimals each, is still a whole number. So no sum drifts, in whatever order it is made.
 */
export interface Rates {
  input: bigint;
  cachedInput: bigint;
  cacheWrite: bigint;
  output: bigint;
}

/** Null where the model or the service tier has no price. */
export function ratesOf(sale: Sale, book: PriceBook = currentPrices): Rates | null {
  const price = book.find(sale.model, sale.day);
  const tier = price && tierPermille(sale.serviceTier, price);
  if (price === undefined || tier === undefined) return null;
  const region = price.regional && book.isRegional(sale.day) ? 1_100n : 1_000n;
  const isLong = sale.context === "long" && price.longContext === true;
  const inputFactor = tier * region * (isLong ? 2_000n : 1_000n);
  return {
    input: picoUsdPerToken(price.input) * inputFactor,
    cachedInput: picoUsdPerToken(price.cachedInput ?? price.input) * inputFactor,
    cacheWrite: picoUsdPerToken(price.cacheWrite ?? price.input) * inputFactor,
    output: picoUsdPerToken(price.output) * tier * region * (isLong ? 1_500n : 1_000n),
  };
}

export function costZeptoUsd(tokens: BilledTokens, rates: Rates): bigint {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = tokens;
  const plainInputTokens = Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens);
  return (
    BigInt(plainInputTokens) * rates.input +
    BigInt(cachedInputTokens) * rates.cachedInput +
    BigInt(cacheWriteTokens) * rates.cacheWrite +
    BigInt(outputTokens) * rates.output
  );
}

const zeptoPerMicro = 10n ** 15n;

/** Rounds half up: the one place where anything is lost. */
export function microUsd(zeptoUsd: bigint): number {
  return Number((zeptoUsd + zeptoPerMicro / 2n) / zeptoPerMicro);
}

/** 1 USD for a million tokens is 1,000,000 pico-dollars for one. */
function picoUsdPerToken(usdPerMillion: number): bigint {
  return BigInt(Math.round(usdPerMillion * 1_000_000));
}

/**
 * Flex and batch cost half, priority twice unless the price says otherwise; an answer without a tier was standard.
 * Undefined for a tier that has no known price. https://developers.openai.com/api/docs/pricing
 */
function tierPermille(tier: string | null, price: Price): bigint | undefined {
  switch (tier) {
    case null:
    case "":
    case "auto":
    case "default":
    case "standard":
      return 1_000n;
    case "flex":
    case "batch":
      return 500n;
    case "priority":
    case "fast":
      return BigInt(Math.round((price.priority ?? 2) * 1_000));
    default:
      return undefined;
  }
}
