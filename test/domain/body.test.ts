import assert from "node:assert/strict";
import { test } from "node:test";
import { type Block, Body } from "../../lambda/domain/body.ts";

const own = (letter: string): Block => ({ bytes: Buffer.allocUnsafeSlow(50_000).fill(letter) });
const shared = (letter: string): Block => ({
  ...own(letter),
  archived: { member: Buffer.from("compressed"), searchedFor: "key" },
  isKnown: true,
});

test("the blocks are read as one piece, which is freed afterwards, and they are not", () => {
  const body = new Body([own("a"), shared("b")]);
  const lent = body.read((bytes) => {
    assert.equal(bytes.toString(), "a".repeat(50_000) + "b".repeat(50_000));
    return bytes;
  });
  assert.equal(lent.length, 0);
  assert.deepEqual(
    body.blocks.map(({ bytes }) => bytes.length),
    [50_000, 50_000],
  );
});

test("what is lent is freed even if its reader throws", () => {
  let lent: Buffer | undefined;
  const read = (bytes: Buffer): never => {
    lent = bytes;
    throw new Error("made up");
  };
  assert.throws(() => new Body([own("a"), own("b")]).read(read), /made up/);
  assert.equal(lent?.length, 0);
});

test("a body of one block is lent without a copy, and stays", () => {
  const block = own("a");
  assert.equal(
    new Body([block]).read((bytes) => bytes),
    block.bytes,
  );
  assert.equal(block.bytes.length, 50_000);
});

test("an empty body reads as nothing", () => {
  assert.equal(new Body([]).length, 0);
  assert.equal(new Body([]).read(String), "");
});

test("given back is what nobody else holds", () => {
  const blocks = [own("a"), shared("b"), own("c")];
  const body = new Body(blocks);
  assert.equal(body.length, 150_000);
  assert.equal(body.ownBytes, 100_000);
  body.giveBack();
  assert.deepEqual(
    blocks.map(({ bytes }) => bytes.length),
    [0, 50_000, 0],
  );
});
