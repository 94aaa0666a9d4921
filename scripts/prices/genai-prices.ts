import { type ModelPrice, findProvider } from "@pydantic/genai-prices";
import type { Price } from "../../lambda/domain/price-book.ts";
import { sourcePrice } from "./source-price.ts";

/** The day from which the source's undated prices hold, where it says none. */
const beginning = "2020-01-01";

/** OpenAI's models as the pinned `@pydantic/genai-prices` has them, with their price history; no network is used. */
export function genaiPrices(): Price[] {
  const models = findProvider({ providerId: "openai" })?.models ?? [];
  return models.flatMap(({ id, prices }) => {
    const history = Array.isArray(prices) ? prices : [{ prices }];
    return history.flatMap((step) => {
      const constraint = "constraint" in step ? step.constraint : undefined;
      if (constraint !== undefined && !("start_date" in constraint)) return [];
      return priceOf(id, constraint?.start_date ?? beginning, step.prices);
    });
  });
}

function priceOf(model: string, from: string, prices: ModelPrice): Price[] {
  return sourcePrice({
    model,
    from,
    input: base(prices["input_mtok"]),
    cachedInput: base(prices["cache_read_mtok"]),
    cacheWrite: base(prices["cache_write_mtok"]),
    output: base(prices["output_mtok"]),
    longContext: typeof prices["input_mtok"] === "object",
  });
}

function base(price: ModelPrice[string]): number | undefined {
  return typeof price === "object" ? price.base : price;
}
