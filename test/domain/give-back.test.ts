import assert from "node:assert/strict";
import { test } from "node:test";
import { giveBack } from "../../lambda/domain/give-back.ts";

test("memory that one piece has for itself is freed at once", () => {
  const own = Buffer.allocUnsafeSlow(100_000);
  giveBack(own);
  assert.equal(own.length, 0);
});

test("memory that a piece shares is left to its owner", () => {
  const shared = Buffer.allocUnsafeSlow(100_000).fill("a");
  giveBack(shared.subarray(10, 20));
  assert.equal(shared.toString(), "a".repeat(100_000));
});

test("memory of several threads, and what Node won't part with, are left alone", () => {
  const ofThreads = Buffer.from(new SharedArrayBuffer(100));
  const wholePool = Buffer.from(Buffer.from("pooled").buffer);
  for (const piece of [ofThreads, wholePool]) giveBack(piece);
  assert.equal(ofThreads.length, 100);
  assert.ok(wholePool.length > 0);
});
