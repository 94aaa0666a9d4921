import assert from "node:assert/strict";
import { test } from "node:test";
import { type Block, Body } from "../../lambda/domain/body.ts";
import { KnownBlocks } from "../../lambda/domain/known-blocks.ts";

const bytes = (letter: string, length = 100): Buffer => Buffer.alloc(length, letter);

function add(blocks: KnownBlocks, raw: Buffer, member: string): Block {
  const block: Block = { bytes: raw };
  blocks.add(block, { member: Buffer.from(member), searchedFor: "key" });
  return block;
}

test("a block that was added is found by its bytes, wherever they lie, with what is known of it", () => {
  const blocks = new KnownBlocks(10_000);
  const block = add(blocks, bytes("a"), "A");
  assert.equal(blocks.find(bytes("a")), block);
  assert.deepEqual(block.archived, { member: Buffer.from("A"), searchedFor: "key" });
  assert.equal(blocks.find(bytes("x")), undefined);
});

test("a block that differs in one byte alone is not taken for it, wherever that byte is", () => {
  const blocks = new KnownBlocks(10_000);
  add(blocks, bytes("a"), "A");
  for (let at = 0; at < 100; at++) {
    const other = bytes("a");
    other[at] = 0;
    assert.equal(blocks.find(other), undefined);
    const added = add(blocks, other, `A${at}`);
    assert.equal(blocks.find(Buffer.from(other)), added);
  }
});

test("beyond the bound the block that was not used for longest goes first", () => {
  const blocks = new KnownBlocks(250);
  add(blocks, bytes("a"), "A");
  add(blocks, bytes("b"), "B");
  blocks.find(bytes("a"));
  add(blocks, bytes("c"), "C");
  assert.ok(blocks.find(bytes("a")));
  assert.equal(blocks.find(bytes("b")), undefined);
  assert.ok(blocks.find(bytes("c")));
});

test("what is known of a block anew takes the place of what was known, in the bound too", () => {
  const blocks = new KnownBlocks(250);
  const block = add(blocks, bytes("a"), "A");
  blocks.add(block, { member: Buffer.from("AA"), searchedFor: "another key" });
  add(blocks, bytes("b"), "B");
  assert.equal(blocks.find(bytes("a"))?.archived?.searchedFor, "another key");
  assert.ok(blocks.find(bytes("b")));
});

test("what is known of a block counts too, and what fills the bound to its last byte is kept", () => {
  const blocks = new KnownBlocks(202);
  add(blocks, bytes("a"), "A");
  add(blocks, bytes("b"), "B");
  assert.ok(blocks.find(bytes("a")));
  assert.ok(blocks.find(bytes("b")));
  add(blocks, bytes("c"), "a long member".repeat(10));
  assert.equal(blocks.find(bytes("a")), undefined);
  assert.equal(blocks.find(bytes("b")), undefined);
});

test("a block larger than the bound is not kept", () => {
  const blocks = new KnownBlocks(50);
  add(blocks, bytes("a"), "A");
  assert.equal(blocks.find(bytes("a")), undefined);
});

test("how a block stands in the archive is kept in memory of its own, not in what Node shares out", () => {
  const blocks = new KnownBlocks(10_000);
  const shared = Buffer.from("a few bytes of 64 KB");
  const block: Block = { bytes: bytes("a") };
  blocks.add(block, { member: shared, searchedFor: "key" });
  assert.ok(block.archived?.member.equals(shared));
  assert.equal(block.archived?.member.buffer.byteLength, shared.length);
});

test("a block that had to go is held by the bodies alone that still have it", () => {
  const blocks = new KnownBlocks(150);
  const first = add(blocks, bytes("a"), "A");
  assert.equal(new Body([first]).ownBytes, 0);
  const second = add(blocks, bytes("b"), "BB");
  assert.equal(new Body([first, second]).ownBytes, 101);
  blocks.add(first, { member: Buffer.from("A"), searchedFor: "key" });
  assert.equal(new Body([first, second]).ownBytes, 102);
});
