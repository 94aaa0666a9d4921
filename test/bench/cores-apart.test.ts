import assert from "node:assert/strict";
import { test } from "node:test";
import { keepApart } from "./cores-apart.ts";

const pids = { measured: [11, 12], loading: [21] };

test("what is measured has the first core for itself, and this process all of them again afterwards", () => {
  const set: [pid: number, cores: string][] = [];
  const undo = keepApart(pids, 4, assert.fail, (pid, cores) => set.push([pid, cores]));
  assert.deepEqual(set.splice(0), [
    [11, "0"],
    [12, "0"],
    [21, "1-3"],
  ]);
  undo();
  assert.deepEqual(set, [[process.pid, "0-3"]]);
});

test("a machine that can't keep processes apart is measured all the same, and that is said in one line", () => {
  const said: string[] = [];
  const undo = keepApart(
    pids,
    2,
    (line) => said.push(line),
    () => {
      throw new Error("spawnSync taskset ENOENT\n at somewhere");
    },
  );
  undo();
  assert.deepEqual(said, ["processes may run on any core (spawnSync taskset ENOENT): figures vary more"]);
});

test("one core is left alone", () => {
  keepApart(pids, 1, assert.fail, () => assert.fail("set"))();
});
