import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Computer } from "./computer.ts";
import { facts } from "./facts.ts";
import { failures } from "./failures.ts";

/** The interpreter that setup-windows.ps1 is tested with is held to what Microsoft documents of PowerShell. */

function run(script: string): string[] {
  const computer = new Computer("Windows");
  computer.files.write("C:\\fact.ps1", script);
  return computer.run("C:\\fact.ps1").output;
}

suite("the tests' PowerShell", () => {
  for (const [about, rows] of Object.entries(facts)) {
    for (const [script, ...lines] of rows) {
      test(`${about}: ${script}`, () => {
        assert.deepEqual(run(script), lines);
      });
    }
  }

  for (const [script, message] of failures.thrown) {
    test(`throws: ${script}`, () => {
      assert.throws(() => run(script), message);
    });
  }

  for (const script of failures.notUnderstood) {
    test(`is not understood, and so not skipped: ${script}`, () => {
      assert.throws(() => run(script), /not understood|this is no PowerShell/);
    });
  }
});
