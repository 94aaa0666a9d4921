import listFile from "./price-list.json" with { type: "json" };
import overridesFile from "./price-overrides.json" with { type: "json" };

/** US dollars per million tokens, from a day (UTC, inclusive) until the model's next price. */
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
  longContext?: boolean;
  /** What `priority` and `fast` multiply by; absent: 2. */
  priority?: number;
  /** Released on or after 2026-03-05: a tenth more when processed in a region. */
  regional?: boolean;
}

/** What a company pays instead, from a day to a last day; what it doesn't say is as the list has it. */
export type NegotiatedPrice = Pick<Price, "model" | "from"> & Partial<Price> & { until?: string };

/** Days (UTC, both inclusive) on which requests went to a regional endpoint of OpenAI. */
export interface Period {
  from: string;
  until?: string;
}

export interface PriceList {
  /** Other names of a model, undated. */
  aliases: Record<string, string>;
  prices: readonly Price[];
}

export interface PriceOverrides {
  prices: readonly NegotiatedPrice[];
  residency: readonly Period[];
}

export const priceList: PriceList = listFile;
const priceOverrides: PriceOverrides = overridesFile;

/** The price list and a company's own terms, ready to be asked. */
export class PriceBook {
  readonly #aliases: Record<string, string>;
  readonly #listed: Map<string, Price[]>;
  readonly #negotiated: Map<string, NegotiatedPrice[]>;
  readonly #residency: readonly Period[];

  constructor(list: PriceList, overrides: PriceOverrides) {
    this.#aliases = list.aliases;
    this.#listed = newestFirst(list.prices);
    this.#negotiated = newestFirst(overrides.prices);
    this.#residency = overrides.residency;
  }

  /** The price of a model as OpenAI served it, on a day; undefined where none is known. */
  find(servedModel: string, day: string): Price | undefined {
    for (const model of this.#namesOf(servedModel)) {
      const listed = inForce(this.#listed.get(model), day);
      const negotiated = inForce(this.#negotiated.get(model), day);
      const price = { ...listed, ...negotiated };
      if (isUsable(price)) return price;
    }
    return undefined;
  }

  isRegional(day: string): boolean {
    return this.#residency.some((period) => isWithin(period, day));
  }

  /** A dated snapshot (`gpt-5.5-2026-04-24`) costs what its model costs, unless it has a price of its own. */
  #namesOf(servedModel: string): string[] {
    const undated = servedModel.replace(/-\d{4}-\d{2}-\d{2}$/, "");
    const names = [servedModel, undated, this.#aliases[undated]];
    return names.filter((name) => name !== undefined);
  }
}

export const currentPrices = new PriceBook(priceList, priceOverrides);

function newestFirst<T extends NegotiatedPrice>(prices: readonly T[]): Map<string, T[]> {
  return Map.groupBy(
    prices.toSorted((a, b) => (a.from < b.from ? 1 : -1)),
    (price) => price.model,
  );
}

function inForce<T extends Period>(prices: readonly T[] | undefined, day: string): T | undefined {
  return prices?.find((price) => isWithin(price, day));
}

/** A slip in a price file must cost a price, which is alarmed, and never the record of an exchange. */
function isUsable(price: Partial<Price>): price is Price {
  const { input, cachedInput = 0, cacheWrite = 0, output, priority = 2 } = price;
  return [input, cachedInput, cacheWrite, output, priority].every((number) => Number.isFinite(number));
}

function isWithin({ from, until }: Period, day: string): boolean {
  return from <= day && (until === undefined || day <= until);
}
