import type { Price } from "../../lambda/domain/price-book.ts";

/** What a source says of a model, in US dollars per million tokens; undefined where it says nothing. */
export interface SourceFields extends Pick<Price, "model" | "from"> {
  input: number | undefined;
  cachedInput: number | undefined;
  cacheWrite: number | undefined;
  output: number | undefined;
  longContext: boolean;
  priority?: number | undefined;
}

/** As a line of the price list; none without both an input and an output price. */
export function sourcePrice(fields: SourceFields): Price[] {
  const { model, from, input, cachedInput, cacheWrite, output, longContext, priority } = fields;
  if (input === undefined || output === undefined) return [];
  return [
    {
      model,
      from,
      input,
      ...(cachedInput !== undefined && { cachedInput }),
      ...(cacheWrite !== undefined && { cacheWrite }),
      output,
      ...(longContext && { longContext: true }),
      ...(priority !== undefined && { priority }),
    },
  ];
}
