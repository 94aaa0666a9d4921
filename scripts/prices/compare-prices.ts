import type { Price, PriceList } from "../../lambda/domain/price-book.ts";

/** Where a source of prices says something else than the price list does. */
export interface PriceChange {
  model: string;
  /** What our list has on that day; undefined for a model that is new to it. */
  ours: Price | undefined;
  /** The line that the list would need. */
  theirs: Price;
}

/** Text models that Codex may ask for: others are only looked at when the list has them. */
const wanted = /^(gpt-[5-9]|codex)(?!.*(image|audio|realtime|transcribe|tts|search))/;

const comparedFields = ["input", "cachedInput", "cacheWrite", "output", "longContext", "priority"] as const;

/**
 * What the list lacks, or has otherwise, by the prices of a source that are in force on `day`. A field the source
 * doesn't know (cache writes, tiers) is no difference, and stays as it is.
 */
export function comparePrices(list: PriceList, source: readonly Price[], day: string): PriceChange[] {
  const ours = inForce(list.prices, day);
  return [...inForce(source, day)].flatMap(([model, theirs]): PriceChange[] => {
    const name = list.aliases[model] ?? model;
    const known = ours.get(name);
    if (known === undefined) {
      const isNew = wanted.test(model) && !list.prices.some((price) => price.model === undated(model));
      return isNew ? [{ model, ours: undefined, theirs: { ...theirs, from: day } }] : [];
    }
    const differs = comparedFields.some(
      (field) => theirs[field] !== undefined && theirs[field] !== effective(known, field),
    );
    if (!differs || name !== model) return [];
    // A change that the source dates, and that came after our own price, counts from that date.
    const from = theirs.from > known.from ? theirs.from : day;
    return [{ model, ours: known, theirs: { ...known, ...theirs, from } }];
  });
}

/** One line for a person: what would change. */
export function changeText({ model, ours, theirs }: PriceChange): string {
  if (ours === undefined) {
    return `+ ${model} from ${theirs.from}: input ${theirs.input}, output ${theirs.output}`;
  }
  const changes = comparedFields.flatMap((field) =>
    ours[field] === theirs[field] ? [] : [`${field} ${ours[field] ?? "–"} → ${theirs[field] ?? "–"}`],
  );
  return `~ ${model} from ${theirs.from}: ${changes.join(", ")}`;
}

function effective(price: Price, field: (typeof comparedFields)[number]): number | boolean | undefined {
  return field === "priority" ? (price.priority ?? 2) : price[field];
}

function inForce(prices: readonly Price[], day: string): Map<string, Price> {
  const dated = prices.filter((price) => price.from <= day).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return new Map(dated.map((price) => [price.model, price]));
}

function undated(model: string): string {
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
}
