import assert from "node:assert/strict";
import { test } from "node:test";
import { Backlog } from "../../lambda/steps/backlog.ts";

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("there is room until the bound is passed, and again when what passed it is done", async () => {
  const backlog = new Backlog(100);
  const jobs = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const held = [backlog.hold(100, () => jobs[0]!.promise)];
  await backlog.room();
  held.push(backlog.hold(1, () => jobs[1]!.promise));
  let hasRoom = false;
  const waiting = backlog.room().then(() => (hasRoom = true));
  await soon();
  assert.equal(hasRoom, false);
  jobs[1]!.resolve();
  await waiting;
  jobs[0]!.resolve();
  await Promise.all(held);
});

test("a job that fails gives its room back, and fails", async () => {
  const backlog = new Backlog(10);
  await assert.rejects(
    backlog.hold(100, () => Promise.reject(new Error("full disk"))),
    /full disk/,
  );
  await backlog.room();
});
