import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { bytesByPackage } from "./bundle-bytes.ts";
import { growthVerdict } from "./memory-growth.ts";
import { targetLines } from "./targets.ts";

suite("what the bench makes of its figures", () => {
  const names = ["bare node:http", "nginx", "codex-proxy, scan off"];
  const cpu = (figures: number[]): { measure: string; figures: number[] } => ({
    measure: "CPU s per 1,000 requests of 1 KB",
    figures,
  });

  test("a target is scaled by nginx's own time, and by the bare proxy's where there is no nginx", () => {
    assert.deepEqual(targetLines(names, [cpu([0.1, 0.056, 0.24])], []), [
      "CPU s per 1,000 requests of 1 KB, scaled: 0.12 (within 0.15)",
    ]);
    assert.deepEqual(targetLines(names, [cpu([0.044, NaN, 0.24])], []), [
      "CPU s per 1,000 requests of 1 KB, scaled: 0.48 (OVER 0.15)",
    ]);
  });

  test("figures of the function have their targets too", () => {
    const bundle = { measure: "bundle, bytes", figure: 650_001 };
    assert.deepEqual(targetLines(names, [], [bundle]), ["bundle, bytes: 650001 (OVER 650000)"]);
  });

  const after = (megabytes: number[]): { measure: string; figure: number }[] =>
    megabytes.map((figure, index) => ({ measure: `RSS after ${index}`, figure }));

  test("memory that goes up and down is no growth", () => {
    assert.match(growthVerdict(after([120, 160, 150, 170, 165])), /no growth/);
  });

  test("memory that grows by a kilobyte a request is growth", () => {
    assert.match(growthVerdict(after([120, 140, 160, 180, 200])), /43 % .*GROWS/);
  });

  test("the bytes of the bundle are counted by package over all its files, source maps apart", () => {
    const output = (bytes: number, inputs: Record<string, number>): object => ({
      bytes,
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]),
      ),
    });
    const metafile = {
      outputs: {
        "dist/index.mjs": output(100, { "lambda/index.ts": 30, "node_modules/@aws-sdk/core/a.js": 60 }),
        "dist/s3.mjs": output(50, { "node_modules/@aws-sdk/core/b.js": 20, "lambda/secrets/scan.ts": 25 }),
        "dist/index.mjs.map": output(9999, {}),
      },
    };
    assert.deepEqual(bytesByPackage(metafile as never), [
      { measure: "bundle, bytes", figure: 150 },
      { measure: "of these @aws-sdk/core", figure: 80 },
      { measure: "of these our own, but for lambda/secrets", figure: 30 },
      { measure: "of these our lambda/secrets", figure: 25 },
      { measure: "of these 0 smaller packages", figure: 0 },
    ]);
  });
});
