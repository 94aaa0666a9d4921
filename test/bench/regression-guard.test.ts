import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { maxTimesBare, regressions } from "./regression-guard.ts";

suite("the guard against regressions", () => {
  const names = ["bare node:http", "nginx", "forwarding only", "codex-proxy, scan off"];
  const measure = "CPU s per 1,000 requests of 1 KB";
  const limits = { [measure]: { forwarding: 3, everything: 8 } };
  const measured = (...figures: number[]): { measure: string; figures: number[] }[] => [
    { measure, figures },
    { measure: "peak RSS after all of this, MB", figures: [100, 20, 9000, 9000] },
  ];

  test("is silent where this proxy needs no more of the bare proxy's time than it may", () => {
    assert.deepEqual(regressions(names, measured(0.1, 0.02, 0.2, 0.8), limits), []);
  });

  test("does not mind a machine that is five times as slow", () => {
    assert.deepEqual(regressions(names, measured(0.5, 0.1, 1, 4), limits), []);
  });

  test("names a measure that has become dear, and by how much", () => {
    assert.deepEqual(regressions(names, measured(0.1, 0.02, 0.2, 1.2), limits), [
      { measure, line: `${measure}, everything: 12.0 times the bare proxy's, allowed 8` },
    ]);
  });

  test("sees in the forwarding alone what would hide behind the rest", () => {
    assert.deepEqual(regressions(names, measured(0.1, 0.02, 0.4, 0.8), limits), [
      { measure, line: `${measure}, forwarding: 4.0 times the bare proxy's, allowed 3` },
    ]);
  });

  for (const [missing, rows] of Object.entries({
    "its figure": measured(0.1, 0.02, 0.2, NaN),
    "the bare proxy's figure": measured(NaN, 0.02, 0.2, 0.8),
    "the measure": [],
  })) {
    test(`does not pass where ${missing} is missing`, () => {
      assert.notEqual(regressions(names, rows, limits).length, 0);
    });
  }

  test("has limits for small, middle and large requests, for what is new in them, and for streams", () => {
    assert.deepEqual(Object.keys(maxTimesBare), [
      "CPU s per 1,000 requests of 1 KB",
      "CPU s per 1,000 requests of 100 KB",
      "CPU s per 1,000 requests of 1 MB",
      "CPU s per 1,000 requests of 1 MB, growing conversations",
      "CPU s per 1,000 requests of 1 MB, never seen before",
      "CPU s per 100 MB of stream",
    ]);
  });
});
