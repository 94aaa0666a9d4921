import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { limits } from "../../lambda/domain/limits.ts";
import { gatherFor } from "../../lambda/steps/gather.ts";
import { usageRecorder } from "../fakes/usage-recorder.ts";
import { within } from "../fakes/within.ts";

interface RecordedTime {
  user_id: string;
  timing: { total_ms: number };
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("who comes while others wait goes on with them, and who comes later waits anew", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const gather = gatherFor(10);
  const wentOn: string[] = [];
  const wait = (name: string): Promise<unknown> => gather().then(() => wentOn.push(name));
  const first = wait("first");
  t.mock.timers.tick(9);
  const second = wait("second");
  assert.deepEqual(wentOn, []);
  t.mock.timers.tick(1);
  await Promise.all([first, second]);
  const third = wait("third");
  await soon();
  assert.deepEqual(wentOn, ["first", "second"]);
  t.mock.timers.tick(10);
  await third;
});

test("exchanges that end within a short while are recorded together, each with the time that it took", async (t) => {
  const objects: Buffer[] = [];
  const archive = {
    put: async (_path: string, object: Buffer) => void objects.push(object),
    putIfAbsent: async () => true,
  };
  const gate = Promise.withResolvers<void>();
  let nowMs = Date.parse("2026-10-15T10:30:00Z");
  const now = (): number => nowMs;
  const { send } = await usageRecorder(t, { archive, gather: () => gate.promise, now });
  const sent = [send({ user: "alice@example.com" }), send({ user: "bob@example.com" })];
  await soon();
  assert.equal(objects.length, 0);
  nowMs += 5_000;
  gate.resolve();
  await Promise.all(sent);
  const records = objects.map((object) => JSON.parse(gunzipSync(object).toString()) as RecordedTime);
  assert.deepEqual(
    records.map(({ user_id, timing }) => [user_id, timing.total_ms]),
    [
      ["alice@example.com", 0],
      ["bob@example.com", 0],
    ],
  );
});

test("what is large waits for nobody", async (t) => {
  const { send } = await usageRecorder(t, { gather: () => new Promise<void>(() => {}) });
  await within("the record", send({ prompt: "a".repeat(limits.maxGatheredBytes) }));
});
