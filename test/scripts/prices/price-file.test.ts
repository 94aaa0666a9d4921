import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  checkPriceFiles,
  priceListFields,
  priceListPath,
  priceOverridesFields,
  slipsOf,
} from "../../../scripts/prices/price-file.ts";

test("the price files of this repository are sound", () => {
  assert.doesNotThrow(checkPriceFiles);
});

const slips: [string, string, string][] = [
  ["a field with a typo", '"output"', '"ouput"'],
  ["a price in quotes", '"input": 10,', '"input": "10",'],
  ["a price for one token", '"input": 10,', '"input": 0.00001,'],
  ["a negative price", '"input": 10,', '"input": -10,'],
  ["a day that the calendar has not", "2026-09-03", "2026-02-30"],
  ["a missing comma", '"gpt-6-astra",', '"gpt-6-astra"'],
  ["a factor that is none", '"longContext": true, "regional": true }', '"priority": 0, "regional": true }'],
];

for (const [what, sound, slip] of slips) {
  test(`a price file with ${what} is refused with its line and what was expected`, () => {
    const text = readFileSync(priceListPath, "utf8");
    const at = text.indexOf(sound);
    const broken = text.slice(0, at) + slip + text.slice(at + sound.length);
    const [found] = slipsOf(broken, priceListFields);
    assert.equal(found?.line, text.slice(0, at).split("\n").length);
    assert.match(found.message, /expected|not valid JSON/);
  });
}

test("a price that stands there twice is refused", () => {
  const line = '{ "model": "m", "from": "2026-01-01", "input": 1, "output": 2 }';
  assert.deepEqual(slipsOf(`{"prices": [\n${line},\n${line}\n]}`, priceListFields), [
    { line: 3, message: "m from 2026-01-01 stands here twice: expected one price for a model and a day" },
  ]);
});

test("a price without its output is refused", () => {
  assert.deepEqual(
    slipsOf('{"prices": [\n{ "model": "m", "from": "2026-01-01", "input": 1 }]}', priceListFields),
    [{ line: 2, message: '"output" is missing: expected model, from, input, output' }],
  );
});

test("an override may leave out what stays as the list has it, and must not name what it does not know", () => {
  const override = '{ "model": "gpt-5.5", "from": "2026-10-01", "until": "2026-12-31", "input": 4 }';
  assert.deepEqual(slipsOf(`{"prices": [${override}], "residency": []}`, priceOverridesFields), []);
  assert.deepEqual(
    slipsOf('{"prices": [{ "model": "a", "from": "2026-10-01", "discount": 0.1 }]}', priceOverridesFields),
    [
      {
        line: 1,
        message:
          '"discount" is not a field: expected one of model, from, input, cachedInput, cacheWrite, output, longContext, priority, regional, until',
      },
    ],
  );
});
