import assert from "node:assert/strict";
import { test } from "node:test";
import { array, assert as assertProperty, constantFrom, integer, property, record } from "fast-check";
import type { Match } from "../../lambda/secrets/match.ts";
import { resolveOverlaps } from "../../lambda/secrets/resolve-overlaps.ts";
import { genericRule } from "../../lambda/secrets/rule-table.ts";
import { type Rule, matcher, near, token } from "../../lambda/secrets/rule.ts";

const prefix = token("prefix", "a token", "abc", /d/);
const named = near("named", "a named value", "abc", /d/);
const own = matcher("own", "a structure", "", () => undefined);
const match = (rule: Rule, start: number, end: number): Match => ({ rule, start, end, strongest: "block" });
const spans = (matches: Match[]): [string, number, number][] =>
  resolveOverlaps(matches).map(({ rule, start, end }) => [rule.id, start, end]);

test("of two matches of the same place the rule that knows more stays", () => {
  assert.deepEqual(spans([match(genericRule, 0, 9), match(named, 0, 9), match(prefix, 0, 9)]), [
    ["prefix", 0, 9],
  ]);
});

test("a better match within a worse one stays alone, and so does one around it", () => {
  assert.deepEqual(spans([match(named, 0, 20), match(prefix, 5, 9)]), [["prefix", 5, 9]]);
  assert.deepEqual(spans([match(named, 5, 9), match(prefix, 0, 20)]), [["prefix", 0, 20]]);
});

test("where two only touch the worse gives way by its part", () => {
  assert.deepEqual(spans([match(own, 0, 10), match(prefix, 8, 20)]), [
    ["own", 0, 8],
    ["prefix", 8, 20],
  ]);
  assert.deepEqual(spans([match(prefix, 0, 10), match(own, 8, 20)]), [
    ["prefix", 0, 10],
    ["own", 10, 20],
  ]);
});

test("a worse match between two better ones keeps what is left in the middle", () => {
  assert.deepEqual(spans([match(prefix, 0, 5), match(named, 3, 12), match(prefix, 10, 20)]), [
    ["prefix", 0, 5],
    ["named", 5, 10],
    ["prefix", 10, 20],
  ]);
});

test("whatever was matched: the result ascends, without overlaps and without empty spans", () => {
  const anyMatch = record({
    rule: constantFrom<Rule>(prefix, named, own, genericRule),
    start: integer({ min: 0, max: 40 }),
    length: integer({ min: 1, max: 25 }),
  }).map(({ rule, start, length }) => match(rule, start, start + length));
  assertProperty(
    property(array(anyMatch, { maxLength: 8 }), (matches) => {
      const ends = resolveOverlaps(matches).flatMap(({ start, end }) => [start, end - 1]);
      assert.deepEqual(
        ends.toSorted((a, b) => a - b),
        ends,
      );
      assert.equal(new Set(resolveOverlaps(matches).map(({ start }) => start)).size, ends.length / 2);
    }),
    { numRuns: 5000 },
  );
});
