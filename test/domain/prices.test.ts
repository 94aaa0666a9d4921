import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { PriceBook, type PriceOverrides, priceList } from "../../lambda/domain/price-book.ts";
import {
  type BilledTokens,
  contextOf,
  costMicroUsd,
  costZeptoUsd,
  ratesOf,
} from "../../lambda/domain/prices.ts";

interface Example {
  what: string;
  model?: string;
  tier?: string | null;
  day?: string;
  /** Input, of it cached, of it written to the cache; output. */
  tokens: [number, number, number, number];
  /** Worked by hand: dollars for a million tokens are millionths of a dollar for one. */
  microUsd: number | null;
}

// The rules: https://developers.openai.com/api/docs/pricing. Unless said otherwise gpt-5.5 (5 / 0.50 / 30).
const examples: Example[] = [
  { what: "standard: 1,000 × 5 + 500 × 30", tokens: [1_000, 0, 0, 500], microUsd: 20_000 },
  { what: "cached: 2,000 × 5 + 8,000 × 0.5 + 100 × 30", tokens: [10_000, 8_000, 0, 100], microUsd: 17_000 },
  {
    what: "cache write: 2,000 × 2 + 3,000 × 0.2 + 5,000 × 2.5 + 100 × 10",
    model: "gpt-6-sol",
    tokens: [10_000, 3_000, 5_000, 100],
    microUsd: 18_100,
  },
  {
    what: "a model without a price for cache writes: they cost what input costs",
    tokens: [1_000, 0, 1_000, 0],
    microUsd: 5_000,
  },
  { what: "272,000 input tokens are standard", tokens: [272_000, 0, 0, 1_000], microUsd: 1_390_000 },
  {
    what: "272,001 reprice the whole request: × 10 + 1,000 × 45",
    tokens: [272_001, 0, 0, 1_000],
    microUsd: 2_765_010,
  },
  {
    what: "long context, cached: 20,000 × 4 + 280,000 × 0.4 + 1,000 × 15",
    model: "gpt-6-sol",
    tokens: [300_000, 280_000, 0, 1_000],
    microUsd: 207_000,
  },
  {
    what: "a model without the long-context rule",
    model: "gpt-5.2",
    tokens: [300_000, 0, 0, 0],
    microUsd: 525_000,
  },
  { what: "flex is half", tier: "flex", tokens: [1_000, 0, 0, 500], microUsd: 10_000 },
  { what: "batch is half", tier: "batch", tokens: [1_000, 0, 0, 500], microUsd: 10_000 },
  {
    what: "flex, long context: half of it all",
    tier: "flex",
    tokens: [272_001, 0, 0, 1_000],
    microUsd: 1_382_505,
  },
  { what: "priority of gpt-5.5 is 2.5 ×", tier: "priority", tokens: [1_000, 0, 0, 500], microUsd: 50_000 },
  { what: "fast is priority by another name", tier: "fast", tokens: [1_000, 0, 0, 500], microUsd: 50_000 },
  {
    what: "priority elsewhere is 2 ×",
    model: "gpt-6-sol",
    tier: "priority",
    tokens: [1_000, 0, 0, 500],
    microUsd: 14_000,
  },
  { what: "an answer without a tier was standard", tier: null, tokens: [1_000, 0, 0, 500], microUsd: 20_000 },
  { what: "an unknown tier has no price", tier: "ultrafast", tokens: [1_000, 0, 0, 500], microUsd: null },
  { what: "an unknown model has no price", model: "gpt-99", tokens: [1_000, 0, 0, 500], microUsd: null },
  {
    what: "the day before a price fell",
    model: "gpt-5.6-sol",
    day: "2026-08-20",
    tokens: [1_000, 0, 0, 1_000],
    microUsd: 35_000,
  },
  {
    what: "the day it fell, from midnight UTC",
    model: "gpt-5.6-sol",
    day: "2026-08-21",
    tokens: [1_000, 0, 0, 1_000],
    microUsd: 24_000,
  },
  {
    what: "a day before the model had a price",
    model: "gpt-6-sol",
    day: "2026-09-21",
    tokens: [1, 0, 0, 1],
    microUsd: null,
  },
  { what: "a dated snapshot", model: "gpt-5.5-2026-04-24", tokens: [1_000, 0, 0, 500], microUsd: 20_000 },
  { what: "an alias", model: "gpt-5.5-codex", tokens: [1_000, 0, 0, 500], microUsd: 20_000 },
  {
    what: "a dated snapshot of an alias",
    model: "gpt-5.2-codex-2026-01-14",
    tokens: [1_000, 0, 0, 0],
    microUsd: 1_750,
  },
  {
    what: "a snapshot with a price of its own",
    model: "gpt-4o-2024-05-13",
    tokens: [1_000, 0, 0, 0],
    microUsd: 5_000,
  },
  {
    what: "less than half a millionth is nothing",
    model: "gpt-5-nano",
    tokens: [9, 0, 0, 0],
    microUsd: 0,
  },
  { what: "half a millionth is one", model: "gpt-5-nano", tokens: [10, 0, 0, 0], microUsd: 1 },
];

for (const { what, model = "gpt-5.5", tier = "default", day = "2026-11-22", tokens, microUsd } of examples) {
  test(`costs to the micro-dollar: ${what}`, () => {
    const billed = tokensOf(tokens);
    const context = contextOf(billed);
    assert.equal(costMicroUsd(billed, { model, serviceTier: tier, day, context }), microUsd);
  });
}

test("a region costs a tenth more, for the models that were released since OpenAI asks for it", () => {
  const book = new PriceBook(priceList, {
    prices: [],
    residency: [{ from: "2026-10-01", until: "2026-10-31" }],
  });
  const cost = (model: string, day: string) =>
    costMicroUsd(tokensOf([1_000, 0, 0, 500]), { model, serviceTier: null, day, context: "standard" }, book);
  assert.deepEqual(
    [
      cost("gpt-5.5", "2026-09-30"),
      cost("gpt-5.5", "2026-10-31"),
      cost("gpt-5.5", "2026-11-01"),
      cost("gpt-5.2", "2026-10-31"),
    ],
    [20_000, 22_000, 20_000, 8_750],
  );
});

test("a negotiated rate holds for its days, for the model and its snapshots and aliases, and then the list again", () => {
  const overrides: PriceOverrides = {
    prices: [{ model: "gpt-5.5", from: "2026-10-01", until: "2026-10-31", input: 4, output: 20 }],
    residency: [],
  };
  const book = new PriceBook(priceList, overrides);
  const cost = (model: string, day: string) =>
    costMicroUsd(tokensOf([1_000, 0, 0, 500]), { model, serviceTier: null, day, context: "standard" }, book);
  assert.deepEqual(
    [
      cost("gpt-5.5", "2026-09-30"),
      cost("gpt-5.5-2026-04-24", "2026-10-01"),
      cost("gpt-5.5-codex", "2026-10-31"),
      cost("gpt-5.5", "2026-11-01"),
    ],
    [20_000, 14_000, 14_000, 20_000],
  );
});

test("a negotiated rate that says only some prices leaves the others, and the rules, as the list has them", () => {
  const prices = [{ model: "gpt-5.5", from: "2026-10-01", output: 20 }];
  const book = new PriceBook(priceList, { prices, residency: [] });
  const { input, cachedInput, output, longContext, priority } = book.find("gpt-5.5", "2026-10-01")!;
  assert.deepEqual([input, cachedInput, output, longContext, priority], [5, 0.5, 20, true, 2.5]);
});

test("a price with a slip in it is no price, and costs no record", () => {
  const slip = { model: "gpt-5.5", from: "2026-01-01", input: 5, ouput: 30 };
  const book = new PriceBook({ aliases: {}, prices: [slip as never] }, { prices: [], residency: [] });
  assert.equal(book.find("gpt-5.5", "2026-11-22"), undefined);
});

const count = fc.nat(2_000_000_000);
const tokensArbitrary = fc
  .tuple(count, count, count, count)
  .map(([plain, cached, written, output]) => tokensOf([plain + cached + written, cached, written, output]));
const saleArbitrary = fc.record({
  model: fc.constantFrom(...priceList.prices.map(({ model }) => model)),
  serviceTier: fc.constantFrom(null, "default", "flex", "priority"),
  day: fc.constant("2026-11-22"),
  context: fc.constantFrom("standard" as const, "long" as const),
});

test("costs are additive: the cost of a sum is the sum of the costs, to the last digit", () => {
  fc.assert(
    fc.property(saleArbitrary, fc.array(tokensArbitrary, { maxLength: 20 }), (sale, exchanges) => {
      const rates = ratesOf(sale)!;
      const ofSum = costZeptoUsd(exchanges.reduce(plus, tokensOf([0, 0, 0, 0])), rates);
      const sumOf = exchanges.reduce((sum, tokens) => sum + costZeptoUsd(tokens, rates), 0n);
      assert.equal(ofSum, sumOf);
    }),
  );
});

test("costs are free of order", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(saleArbitrary, tokensArbitrary), { maxLength: 20 }), (exchanges) => {
      const total = (list: typeof exchanges) =>
        list.reduce((sum, [sale, tokens]) => sum + costZeptoUsd(tokens, ratesOf(sale)!), 0n);
      assert.equal(total(exchanges), total(exchanges.toReversed()));
    }),
  );
});

test("costs are monotonic: a token more of any kind never costs less", () => {
  const one = fc.constantFrom<[number, number, number, number]>(
    [1, 0, 0, 0],
    [1, 1, 0, 0],
    [1, 0, 1, 0],
    [0, 0, 0, 1],
  );
  fc.assert(
    fc.property(saleArbitrary, tokensArbitrary, one, (sale, tokens, more) => {
      const before = costMicroUsd(tokens, sale)!;
      const after = costMicroUsd(plus(tokens, tokensOf(more)), sale)!;
      assert.ok(Number.isInteger(before) && before >= 0 && after >= before);
    }),
  );
});

function tokensOf([inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens]: [
  number,
  number,
  number,
  number,
]): BilledTokens {
  return { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens };
}

function plus(a: BilledTokens, b: BilledTokens): BilledTokens {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  };
}
