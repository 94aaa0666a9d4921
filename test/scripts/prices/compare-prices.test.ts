import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Price, priceList } from "../../../lambda/domain/price-book.ts";
import { addPrices } from "../../../scripts/prices/add-prices.ts";
import { changeText, comparePrices } from "../../../scripts/prices/compare-prices.ts";
import { formatPriceList } from "../../../scripts/prices/format-price-list.ts";
import { genaiPrices } from "../../../scripts/prices/genai-prices.ts";
import { litellmPrices } from "../../../scripts/prices/litellm-prices.ts";
import { priceListPath } from "../../../scripts/prices/price-file.ts";

const day = "2026-11-22";

test("the price list agrees with the pinned source", () => {
  assert.deepEqual(comparePrices(priceList, genaiPrices(), day), []);
});

test("a price that changed in a source is a dated change that keeps what the source doesn't know", () => {
  const source: Price[] = [
    { model: "gpt-5.5", from: "2020-01-01", input: 5, cachedInput: 0.5, output: 30, longContext: true },
    { model: "gpt-5.5", from: "2026-11-20", input: 4, cachedInput: 0.4, output: 24, longContext: true },
  ];
  const changes = comparePrices(priceList, source, day);
  assert.deepEqual(changes.map(changeText), [
    "~ gpt-5.5 from 2026-11-20: input 5 → 4, cachedInput 0.5 → 0.4, output 30 → 24",
  ]);
  assert.equal(changes[0]?.theirs.priority, 2.5);
  assert.equal(changes[0]?.theirs.regional, true);
});

test("a new Codex model of a source is added; images and what the list has as an alias or snapshot are not", () => {
  const models = ["gpt-7", "gpt-7-image", "gpt-5.5-codex", "gpt-5.5-2026-04-24", "whisper-1"];
  const source = models.map((model) => ({ model, from: "2020-01-01", input: 5, output: 30 }));
  assert.deepEqual(comparePrices(priceList, source, day).map(changeText), [
    "+ gpt-7 from 2026-11-22: input 5, output 30",
  ]);
});

test("a LiteLLM file is read in dollars per million, with its multiplier for priority", async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, "litellm.json");
  await writeFile(
    path,
    JSON.stringify({
      "gpt-5.5": {
        litellm_provider: "openai",
        input_cost_per_token: 0.000005,
        cache_read_input_token_cost: 5e-7,
        output_cost_per_token: 0.00003,
        input_cost_per_token_above_272k_tokens: 0.00001,
        input_cost_per_token_priority: 0.0000125,
      },
      "claude-x": { litellm_provider: "anthropic", input_cost_per_token: 1, output_cost_per_token: 1 },
    }),
  );
  assert.deepEqual(litellmPrices(path, day), [
    {
      model: "gpt-5.5",
      from: day,
      input: 5,
      cachedInput: 0.5,
      output: 30,
      longContext: true,
      priority: 2.5,
    },
  ]);
  assert.deepEqual(comparePrices(priceList, litellmPrices(path, day), day), []);
});

test("a LiteLLM path that leads to something else is refused in a sentence that names it", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "broken.json"), "{");
  await writeFile(join(folder, "other.json"), "{}");
  for (const name of ["missing.json", "broken.json", "other.json"]) {
    assert.throws(() => litellmPrices(join(folder, name), day), {
      name: "JobError",
      message: new RegExp(name),
    });
  }
});

test("an update adds a line behind its model and leaves every other line as it was", async (t) => {
  const path = join(await temporaryFolder(t), "list.json");
  const before = await readFile(priceListPath, "utf8");
  await writeFile(path, before);
  await addPrices([{ model: "gpt-5.5", from: day, input: 4, output: 24, longContext: true }], path);
  const after = (await readFile(path, "utf8")).split("\n");
  const added =
    '    { "model": "gpt-5.5", "from": "2026-11-22", "input": 4, "output": 24, "longContext": true },';
  const at = after.indexOf(added);
  assert.match(after[at - 1]!, /"gpt-5.5", "from": "2026-01-01"/);
  assert.equal(after.toSpliced(at, 1).join("\n"), before);
});

test("the price list stands as its own formatter writes it", async () => {
  const text = await readFile(priceListPath, "utf8");
  assert.equal(formatPriceList(JSON.parse(text)), text);
});

async function temporaryFolder(t: { after: (clean: () => Promise<void>) => void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "codex-proxy-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}
