import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { IncomingBody } from "../../lambda/hosts/incoming-body.ts";

const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 100 }), { maxLength: 20 });
/** As Node's HTTP parser hands it over: in memory of its own. */
const unshared = (bytes: Uint8Array): Buffer => Buffer.from(bytes.slice().buffer);
const total = (all: readonly Uint8Array[]): number => all.reduce((sum, piece) => sum + piece.length, 0);

test("a body is what arrived, whatever its length was declared to be and however it was cut", () => {
  fc.assert(
    fc.property(pieces, fc.oneof(fc.nat(3_000), fc.constant(NaN)), (all, declaredBytes) => {
      const expected = Buffer.concat(all);
      const body = new IncomingBody(declaredBytes);
      for (const piece of all) body.append(unshared(piece));
      assert.equal(body.bytes, total(all));
      assert.deepEqual(body.take(), expected);
    }),
  );
});

test("a length that was only declared shows nothing of the memory that was set aside", () => {
  const body = new IncomingBody(4_096);
  body.append(Buffer.from("abc"));
  assert.equal(body.take().toString(), "abc");
});

test("a piece of shared memory is copied and left to its owner", () => {
  const shared = Buffer.from("0123456789".repeat(1_000));
  const body = new IncomingBody(10);
  body.append(shared.subarray(10, 20));
  assert.equal(body.take().toString(), "0123456789");
  assert.equal(shared.toString(), "0123456789".repeat(1_000));
});

test("a piece that is nobody else's gives its memory back at once", () => {
  const piece = Buffer.allocUnsafeSlow(100_000);
  new IncomingBody(100_000).append(piece);
  assert.equal(piece.length, 0);
});

test("no memory is set aside for a length that only a caller's word speaks for", () => {
  const before = process.memoryUsage().arrayBuffers;
  const bodies = Array.from({ length: 10 }, () => new IncomingBody(100 * 1024 * 1024));
  const taken = process.memoryUsage().arrayBuffers - before;
  assert.equal(bodies.length, 10);
  assert.ok(taken < 1024 * 1024, `${taken} bytes were set aside`);
});

test("a piece of memory that Node won't part with is taken all the same", () => {
  const wholePool = Buffer.from(Buffer.from("pooled").buffer);
  const body = new IncomingBody(wholePool.length);
  body.append(wholePool);
  assert.deepEqual(body.take(), wholePool);
});
