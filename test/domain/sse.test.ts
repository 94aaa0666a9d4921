import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { eventAfter, eventsFromEnd, eventsFromStart } from "../../lambda/domain/sse.ts";

const lineEnds = ["\n", "\r\n", "\r"];

for (const lineEnd of lineEnds) {
  const name = JSON.stringify(lineEnd);
  test(`events with line ends ${name} are read from either end`, () => {
    const text = ["event: a", "data: 1", "", ": comment", "data:2", "", "data: 3", "data: 4", "", ""].join(
      lineEnd,
    );
    assert.deepEqual([...eventsFromStart(Buffer.from(text))], ["1", "2", "3\n4"]);
    assert.deepEqual([...eventsFromEnd(Buffer.from(text))], ["3\n4", "2", "1"]);
  });
}

test("a last event without its blank line is read too", () => {
  assert.deepEqual([...eventsFromEnd(Buffer.from("data: 1\n\ndata: 2"))], ["2", "1"]);
});

test("nothing holds no event", () => {
  assert.deepEqual([...eventsFromEnd(Buffer.alloc(0))], []);
  assert.deepEqual([...eventsFromStart(Buffer.alloc(0))], []);
});

test("reading from the end finds what reading from the start finds, in reverse", () => {
  const line = fc.oneof(
    fc.constant(""),
    fc.constant("event: x"),
    fc.constant(": comment"),
    fc.string({ unit: fc.constantFrom("a", "é", "😀", " ", ":") }).map((text) => `data: ${text}`),
  );
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom(...lineEnds), (lines, lineEnd) => {
      const body = Buffer.from(lines.join(lineEnd));
      assert.deepEqual([...eventsFromEnd(body)].toReversed(), [...eventsFromStart(body)]);
    }),
  );
});

test("our own event begins a new one after whole events", () => {
  for (const before of ["", "data: 1\n\n", "data: 1\r\n\r\n", "data: 1\r\r"]) {
    assert.equal(
      eventAfter(Buffer.from(before), "x", {}).toString(),
      "event: x\ndata: {}\n\n",
      JSON.stringify(before),
    );
  }
});

test("our own event ends one that was cut off first", () => {
  for (const before of ["d", "data: {", "data: 1\n", "data: 1\r\n"]) {
    const whole = Buffer.concat([Buffer.from(before), eventAfter(Buffer.from(before), "x", { n: 1 })]);
    assert.equal([...eventsFromStart(whole)].at(-1), '{"n":1}', JSON.stringify(before));
  }
});
