import assert from "node:assert/strict";
import { test } from "node:test";
import { CompressedBlocks } from "../../lambda/domain/compressed-blocks.ts";

const block = (letter: string, length = 100): Buffer => Buffer.alloc(length, letter);

test("a block that was added is found by its bytes, wherever they lie", () => {
  const blocks = new CompressedBlocks(10_000);
  const raw = block("a");
  blocks.add(raw, Buffer.from("A"));
  raw.fill("x");
  assert.deepEqual(blocks.find(block("a")), Buffer.from("A"));
  assert.equal(blocks.find(block("x")), undefined);
});

test("a block that differs in one byte alone is not taken for it, wherever that byte is", () => {
  const blocks = new CompressedBlocks(10_000);
  blocks.add(block("a"), Buffer.from("A"));
  for (let at = 0; at < 100; at++) {
    const other = block("a");
    other[at] = 0;
    assert.equal(blocks.find(other), undefined);
    blocks.add(other, Buffer.from(`A${at}`));
    assert.deepEqual(blocks.find(other), Buffer.from(`A${at}`));
  }
});

test("beyond the bound the block that was not used for longest goes first", () => {
  const blocks = new CompressedBlocks(250);
  blocks.add(block("a"), Buffer.from("A"));
  blocks.add(block("b"), Buffer.from("B"));
  blocks.find(block("a"));
  blocks.add(block("c"), Buffer.from("C"));
  assert.ok(blocks.find(block("a")));
  assert.equal(blocks.find(block("b")), undefined);
  assert.ok(blocks.find(block("c")));
});

test("a block larger than the bound is not kept", () => {
  const blocks = new CompressedBlocks(50);
  blocks.add(block("a"), Buffer.from("A"));
  assert.equal(blocks.find(block("a")), undefined);
});
