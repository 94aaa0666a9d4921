import { type ModelPrice, findProvider } from "@pydantic/genai-prices";
import type { Price } from "../../lambda/domain/price-book.ts";

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
  const input = base(prices["input_mtok"]);
  const output = base(prices["output_mtok"]);
  if (input === undefined || output === undefined) return [];
  const cachedInput = base(prices["cache_read_mtok"]);
  const cacheWrite = base(prices["cache_write_mtok"]);
  return [
    {
      model,
      from,
      input,
      ...(cachedInput !== undefined && { cachedInput }),
      ...(cacheWrite !== undefined && { cacheWrite }),
      output,
      ...(typeof prices["input_mtok"] === "object" && { longContext: true }),
    },
  ];
}

function base(price: ModelPrice[string]): number | undefined {
  return typeof price === "object" ? price.base : price;
}
