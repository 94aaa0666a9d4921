import { currentPrices } from "../../lambda/domain/price-book.ts";
import { type Context, ratesOf } from "../../lambda/domain/prices.ts";
import { JobError, UsageError } from "../cli/run-command.ts";
import { isCalendarDay } from "../report/date-range.ts";

const zeptoPerPico = 10n ** 9n;

/**
 * What a model costs on a day, in US dollars per million tokens, for every tier and context.
 * @throws JobError where no price is known
 */
export function showPrices(model: string, { day, isJson }: { day: string; isJson: boolean }): string {
  if (!isCalendarDay(day)) throw new UsageError(`"${day}" is not a day: expected one like 2026-11-22.`);
  const price = currentPrices.find(model, day);
  if (price === undefined) {
    throw new JobError(`${model} has no price on ${day}: its requests are reported as unpriced.`);
  }
  const contexts: Context[] = price.longContext ? ["standard", "long"] : ["standard"];
  const rows = contexts.flatMap((context) =>
    ["default", "flex", "batch", "priority"].map((serviceTier) => {
      const rates = ratesOf({ model, serviceTier, day, context })!;
      return {
        service_tier: serviceTier,
        context,
        input: usdPerMillion(rates.input),
        cached_input: usdPerMillion(rates.cachedInput),
        cache_write: usdPerMillion(rates.cacheWrite),
        output: usdPerMillion(rates.output),
      };
    }),
  );
  if (isJson) return JSON.stringify({ model, priced_as: price.model, from: price.from, day, rates: rows });
  const lines = rows.map((row) =>
    Object.values(row)
      .map((cell) => String(cell).padStart(12))
      .join(""),
  );
  const head = Object.keys(rows[0]!)
    .map((name) => name.padStart(12))
    .join("");
  return [
    `${model} on ${day}, priced as ${price.model} since ${price.from}, USD per million tokens:`,
    head,
    ...lines,
  ].join("\n");
}

function usdPerMillion(zeptoUsdPerToken: bigint): number {
  return Number(zeptoUsdPerToken / zeptoPerPico) / 1_000_000;
}
