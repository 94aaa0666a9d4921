import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { newerIn, newerThanBash32 } from "./newer-than-bash-3-2.ts";

/** Run by `npm run test:shell`, for it needs shfmt. There is no bash 3.2 to be had here, so the script is read. */

const script = readFileSync(new URL("../../scripts/setup.sh", import.meta.url), "utf8");

suite("setup.sh and the bash 3.2 of macOS", () => {
  test("it has nothing that came later, or that 3.2 reads wrongly", () => {
    assert.deepEqual(newerIn(script), []);
  });

  for (const { what, example } of newerThanBash32) {
    test(`would be found in it: ${what}`, () => {
      const withExample = script.replace("\nmain() {\n", (line) => `${line}  ${example}\n`);
      assert.match(newerIn(withExample).join("\n"), new RegExp(`^${RegExp.escape(what)}: `, "m"));
    });
  }

  for (const old of [
    "echo ${x:1:2} ${x: -1} ${!x} ${x#a,b} ${x/a/^}",
    "x=$(case a in (b) echo ;; esac)",
    "a 2>&1 | b",
    "printf -v x '%d' 1",
    'IFS= read -rs -t 1 -d "" x',
    "declare -r x",
    "echo {1..3}",
  ]) {
    test(`3.2 has: ${old}`, () => {
      assert.deepEqual(newerIn(old), []);
    });
  }
});
