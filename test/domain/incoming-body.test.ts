import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { test } from "node:test";
import fc from "fast-check";
import { maxBlockBytes } from "../../lambda/domain/body.ts";
import { IncomingBody, bodyOf } from "../../lambda/domain/incoming-body.ts";
import { KnownBlocks } from "../../lambda/domain/known-blocks.ts";

const archived = { member: Buffer.from("compressed"), searchedFor: "key" };
const arrayBuffers = (): number => process.memoryUsage().arrayBuffers;

/** Pieces of all lengths, a few of which are longer than a block. */
const pieces = fc.array(
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 30 }), fc.constantFrom(1, 1, 1, 700, 6_000))
    .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes))),
  { maxLength: 12 },
);

test("a body is what arrived, whatever its length was declared to be and however it was cut", () => {
  fc.assert(
    fc.property(
      pieces,
      fc.oneof(fc.nat(200_000), fc.constant(NaN), fc.constant("right")),
      (all, declared) => {
        const expected = Buffer.concat(all);
        const body = new IncomingBody(declared === "right" ? expected.length : declared);
        for (const piece of all) body.append(piece);
        assert.equal(body.bytes, expected.length);
        const taken = body.take();
        assert.equal(taken.length, expected.length);
        assert.ok(taken.read((bytes) => bytes.equals(expected)));
      },
    ),
  );
});

test("a text falls into blocks as large as can be, none of which ends within a character", () => {
  // The last but two begin or go on with the bytes at which UTF-8's ranges begin.
  for (const character of ["a", "é", "€", "\u0800", "\u2000", "😀"]) {
    for (let shift = 0; shift < 4; shift++) {
      const text = "x".repeat(shift) + character.repeat(100_000);
      const { blocks } = bodyOf(Buffer.from(text));
      assert.ok(blocks.every(({ bytes }) => isUtf8(bytes)));
      const characterBytes = Buffer.byteLength(character);
      const fitting = Math.floor((maxBlockBytes - shift) / characterBytes);
      assert.equal(blocks[0]?.bytes.length, shift + fitting * characterBytes);
      assert.ok(blocks.slice(0, -1).every(({ bytes }) => bytes.length > maxBlockBytes - 4));
      assert.ok(blocks.every(({ bytes }) => bytes.length <= maxBlockBytes));
    }
  }
});

test("the blocks of a text are the same however it arrived", () => {
  const text = Buffer.from("aé€😀".repeat(20_000));
  const lengths = (body: IncomingBody): number[] => body.take().blocks.map(({ bytes }) => bytes.length);
  const expected = bodyOf(text).blocks.map(({ bytes }) => bytes.length);
  for (const step of [1_000, 65_535, 65_536, 65_537]) {
    for (const declaredBytes of [text.length, NaN]) {
      const body = new IncomingBody(declaredBytes);
      for (let at = 0; at < text.length; at += step) body.append(text.subarray(at, at + step));
      assert.deepEqual(lengths(body), expected);
    }
  }
});

test("a block that is known is not held again, wherever it stands in a body", () => {
  const known = new KnownBlocks(1024 * 1024);
  const texts = ["a", "b", "c"].map((letter) => letter.repeat(maxBlockBytes));
  const rest = "d".repeat(10_000);
  const first = bodyOf(Buffer.from(texts.join("") + rest));
  for (const block of first.blocks) known.add(block, archived);
  const second = bodyOf(Buffer.from(texts[2]! + texts[0]! + "new".repeat(1_000) + texts[1]!), known);
  assert.equal(second.blocks[0], first.blocks[2]);
  assert.equal(second.blocks[1], first.blocks[0]);
  assert.equal(second.ownBytes, second.length - 2 * maxBlockBytes);
  assert.equal(bodyOf(Buffer.from(texts.join("") + rest), known).ownBytes, 0);
  assert.equal(second.read(String), texts[2]! + texts[0]! + "new".repeat(1_000) + texts[1]!);
});

test("a body that is known takes no memory but for its list of blocks", () => {
  const known = new KnownBlocks(16 * 1024 * 1024);
  const text = Buffer.from(
    Array.from({ length: 200_000 }, (_, index) => `word ${index} `)
      .join("")
      .slice(0, 2_000_000),
  );
  for (const block of bodyOf(text).blocks) known.add(block, archived);
  const before = arrayBuffers();
  const bodies = Array.from({ length: 20 }, () => bodyOf(text, known));
  assert.ok(arrayBuffers() - before < 1024 * 1024, `${arrayBuffers() - before} bytes were taken`);
  assert.ok(bodies.every((body) => body.read((bytes) => bytes.equals(text))));
});

test("a length that was only declared shows nothing of the memory that was set aside", () => {
  const body = new IncomingBody(4_096);
  body.append(Buffer.from("abc"));
  assert.equal(body.take().read(String), "abc");
});

test("a piece is copied and left to its owner", () => {
  const piece = Buffer.allocUnsafeSlow(100_000).fill("a");
  const body = new IncomingBody(piece.length);
  body.append(piece);
  piece.fill("b");
  assert.equal(body.take().read(String), "a".repeat(100_000));
});

test("a body can be given back, block by block", () => {
  const body = bodyOf(Buffer.alloc(190_000, "a"));
  body.giveBack();
  assert.deepEqual(
    body.blocks.map(({ bytes }) => bytes.length),
    [0, 0, 0],
  );
});

test("no memory is set aside for a length that only a caller's word speaks for, but for one block", () => {
  const before = arrayBuffers();
  const bodies = Array.from({ length: 10 }, () => new IncomingBody(100 * 1024 * 1024));
  for (const body of bodies) body.append(Buffer.from("a"));
  const taken = arrayBuffers() - before;
  assert.ok(taken <= 11 * maxBlockBytes, `${taken} bytes were set aside`);
});

test("what was set aside for more is not kept for a few bytes", () => {
  const before = arrayBuffers();
  const bodies = Array.from({ length: 100 }, () => {
    const body = new IncomingBody(NaN);
    body.append(Buffer.from("a"));
    return body.take();
  });
  const taken = arrayBuffers() - before;
  assert.equal(bodies.length, 100);
  assert.ok(taken < 1024 * 1024, `${taken} bytes were kept`);
});

test("an empty body has no blocks", () => {
  assert.deepEqual(bodyOf(Buffer.alloc(0)).blocks, []);
});

test("a body that was taken leaves nothing behind", () => {
  const body = new IncomingBody(100_000);
  body.append(Buffer.alloc(100_000, "a"));
  assert.equal(body.take().length, 100_000);
  assert.equal(body.take().length, 0);
});
