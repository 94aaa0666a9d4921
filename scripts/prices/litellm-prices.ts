import { readFileSync } from "node:fs";
import type { Price } from "../../lambda/domain/price-book.ts";
import { JobError } from "../cli/run-command.ts";
import { sourcePrice } from "./source-price.ts";

/**
 * OpenAI's models in LiteLLM's `model_prices_and_context_window.json`, which counts in dollars for one token.
 * Its fields: https://docs.litellm.ai/docs/provider_registration/add_model_pricing
 * @throws JobError where the file is not that
 */
export function litellmPrices(path: string, today: string): Price[] {
  const models = Object.entries(readModels(path));
  const prices = models.flatMap(([model, fields]) =>
    fields["litellm_provider"] === "openai" && !model.includes("/") ? priceOf(model, today, fields) : [],
  );
  if (prices.length === 0) {
    throw new JobError(
      `${path} has no OpenAI model in it: expected LiteLLM's model_prices_and_context_window.json`,
    );
  }
  return prices;
}

type Fields = Record<string, unknown>;

function readModels(path: string): Record<string, Fields> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value === "object" && value !== null) return value as Record<string, Fields>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new JobError(`${path} can't be read as LiteLLM's price file: ${reason}`, { cause });
  }
  throw new JobError(`${path} is not LiteLLM's price file: expected an object of models`);
}

function priceOf(model: string, from: string, fields: Fields): Price[] {
  const input = usdPerMillion(fields["input_cost_per_token"]);
  const priority = usdPerMillion(fields["input_cost_per_token_priority"]);
  return sourcePrice({
    model,
    from,
    input,
    cachedInput: usdPerMillion(fields["cache_read_input_token_cost"]),
    cacheWrite: usdPerMillion(fields["cache_creation_input_token_cost"]),
    output: usdPerMillion(fields["output_cost_per_token"]),
    longContext: fields["input_cost_per_token_above_272k_tokens"] !== undefined,
    priority: priority !== undefined && input ? Number((priority / input).toFixed(3)) : undefined,
  });
}

/** 0.000005 USD for a token is 5 for a million, and not 4.999999999. */
function usdPerMillion(usdPerToken: unknown): number | undefined {
  return typeof usdPerToken === "number" ? Number((usdPerToken * 1_000_000).toFixed(6)) : undefined;
}
