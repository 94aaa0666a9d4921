import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { contender } from "./contender.ts";
import { inTurns } from "./rounds.ts";
import { machineNote, startAvailable } from "./start-available.ts";

const ours = contender("codex-proxy", { pid: 1, kill() {} }, 1, {});
const theirs = contender("nginx", { pid: 2, kill() {} }, 2, {});

suite("a bench where something is missing", () => {
  test("says in one line which contender it can't have, and why, and goes on with the others", async () => {
    const said: string[] = [];
    const started = await startAvailable(
      {
        nginx: () => Promise.reject(new Error("spawn nginx ENOENT")),
        caddy: () => Promise.reject(new Error("listen: address already in use\n    at bind (net.c:1)")),
        "codex-proxy": async () => ours,
      },
      (line) => said.push(line),
    );
    assert.deepEqual(started, [ours]);
    assert.deepEqual(said, [
      "nginx: left out (spawn nginx ENOENT)",
      "caddy: left out (listen: address already in use)",
    ]);
  });

  test("says of a machine with one core what its figures are worth, and nothing of one with two", () => {
    assert.match(machineNote(1) ?? "", /^one core: /);
    assert.equal(machineNote(2), undefined);
  });
});

suite("rounds that take turns", () => {
  test("go forwards and backwards, so that nobody is always first", async () => {
    const order: string[] = [];
    await inTurns(
      [theirs, ours],
      3,
      async ({ name }) => order.push(name),
      () => {},
    );
    assert.deepEqual(order, ["nginx", "codex-proxy", "codex-proxy", "nginx", "nginx", "codex-proxy"]);
  });

  test("forgive a contender one failure, and go on without it after the second", async () => {
    const said: string[] = [];
    let asked = 0;
    const fail = async (): Promise<number> => {
      if (++asked !== 2) throw new Error(`no answer to ${asked}`);
      return 7;
    };
    const results = await inTurns([theirs], 5, fail, (line) => said.push(line));
    assert.deepEqual(results, [[7]]);
    assert.deepEqual(said, [`${theirs.name}: no answer to 1`, `${theirs.name}: no answer to 3`]);
    assert.equal(asked, 3);
  });
});
