import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AnswerBody } from "../../lambda/domain/answer-body.ts";

function bodyOf(chunks: readonly Buffer[]): AnswerBody {
  const body = new AnswerBody();
  for (const chunk of chunks) body.append(chunk);
  return body;
}

function chunksOf(sizes: readonly number[]): Buffer[] {
  return sizes.map((size, index) => Buffer.alloc(size, index % 251));
}

const sizes = fc.oneof(
  fc.integer({ min: 0, max: 600 }),
  fc.integer({ min: 4000, max: 4200 }),
  fc.integer({ min: 60_000, max: 70_000 }),
);

test("an answer is what its chunks were, in their order, however small or large", () => {
  fc.assert(
    fc.property(fc.array(sizes, { maxLength: 60 }), (each) => {
      const chunks = chunksOf(each);
      const body = bodyOf(chunks);
      const expected = Buffer.concat(chunks);
      assert.equal(body.length, expected.length);
      assert.ok(Buffer.concat(body.pieces()).equals(expected));
      assert.ok(body.whole().equals(expected));
    }),
  );
});

test("an answer that was looked at half way goes on where it was", () => {
  fc.assert(
    fc.property(fc.array(sizes, { maxLength: 20 }), fc.array(sizes, { maxLength: 20 }), (first, then) => {
      const chunks = chunksOf([...first, ...then]);
      const body = bodyOf(chunks.slice(0, first.length));
      const before = body.whole();
      for (const chunk of chunks.slice(first.length)) body.append(chunk);
      assert.ok(before.equals(Buffer.concat(chunks.slice(0, first.length))));
      assert.ok(body.whole().equals(Buffer.concat(chunks)));
    }),
  );
});

test("a thousand small chunks are kept in a few pieces", () => {
  const body = bodyOf(chunksOf(Array.from({ length: 1000 }, () => 300)));
  const pieces = body.pieces();
  assert.ok(pieces.length <= 12, `${pieces.length} pieces`);
  const heldBytes = pieces.reduce((sum, piece) => sum + piece.buffer.byteLength, 0);
  assert.ok(heldBytes < 2 * body.length, `${heldBytes} bytes are held for ${body.length}`);
});

test("a piece is filled to its end before the next begins", () => {
  const body = bodyOf(chunksOf([4096, 2048, 2048]));
  assert.deepEqual(
    body.pieces().map(({ length }) => length),
    [4096, 4096],
  );
});

test("what comes alone, or has more than 4 KB, is not copied", () => {
  const chunks = [Buffer.alloc(100), Buffer.alloc(4097), Buffer.alloc(4096)];
  const isOwn = bodyOf(chunks)
    .pieces()
    .map((piece, index) => piece.buffer === chunks[index]?.buffer);
  assert.deepEqual(isOwn, [true, true, false]);
});

test("an answer is not kept twice once it was asked for as a whole", () => {
  const body = bodyOf(chunksOf([20_000, 30_000, 300]));
  const whole = body.whole();
  assert.deepEqual(
    body.pieces().map(({ buffer }) => buffer),
    [whole.buffer],
  );
});

test("the whole is a copy: a chunk may still be on its way to the caller when the whole is given back", () => {
  const chunk = Buffer.alloc(20_000, "x");
  assert.notEqual(bodyOf([chunk]).whole().buffer, chunk.buffer);
});
