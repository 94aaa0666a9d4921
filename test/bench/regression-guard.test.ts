import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { maxTimesBare, regressions } from "./regression-guard.ts";

suite("the guard against regressions", () => {
  const names = ["bare node:http", "nginx", "forwarding only", "codex-proxy, scan off"];
  const limits = { "CPU s per 1,000 requests of 1 KB": 8 };
  const measured = (bare: number, ours: number): { measure: string; figures: number[] }[] => [
    { measure: "CPU s per 1,000 requests of 1 KB", figures: [bare, 0.02, 0.2, ours] },
    { measure: "peak RSS after all of this, MB", figures: [100, 20, 300, 9000] },
  ];

  test("is silent where this proxy needs no more of the bare proxy's time than it may", () => {
    assert.deepEqual(regressions(names, measured(0.1, 0.8), limits), []);
  });

  test("does not mind a machine that is five times as slow", () => {
    assert.deepEqual(regressions(names, measured(0.5, 4), limits), []);
  });

  test("names a measure that has become dear, and by how much", () => {
    assert.deepEqual(regressions(names, measured(0.1, 1.2), limits), [
      {
        measure: "CPU s per 1,000 requests of 1 KB",
        line: "CPU s per 1,000 requests of 1 KB: 12.0 times the bare proxy's, allowed 8",
      },
    ]);
  });

  for (const [missing, rows] of Object.entries({
    "its figure": measured(0.1, NaN),
    "the bare proxy's figure": measured(NaN, 0.8),
    "the measure": [],
  })) {
    test(`does not pass where ${missing} is missing`, () => {
      assert.equal(regressions(names, rows, limits).length, 1);
    });
  }

  test("has a limit for small, middle and large requests, and for streams", () => {
    assert.deepEqual(Object.keys(maxTimesBare), [
      "CPU s per 1,000 requests of 1 KB",
      "CPU s per 1,000 requests of 100 KB",
      "CPU s per 1,000 requests of 1 MB",
      "CPU s per 100 MB of stream",
    ]);
  });
});
