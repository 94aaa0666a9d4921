import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { Computer } from "../powershell/computer.ts";
import { everyPart, syntaxOf } from "../powershell/syntax.ts";

/**
 * No PowerShell is to be had here, so the tests bring as much of one as the script uses: test/powershell. It runs the
 * tables that setup.sh is tested with as a real one would, through test/shell/setup-windows.tests.ps1.
 */

const source = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const script = source("scripts/setup-windows.ps1");
const tables = ["tokens", "addresses", "answers", "configs"];

function runTables(script: string) {
  const computer = new Computer("elsewhere");
  computer.files.write("/scripts/setup-windows.ps1", script);
  computer.files.write("/test/shell/tests.ps1", source("test/shell/setup-windows.tests.ps1"));
  for (const name of tables) {
    computer.files.write(`/test/fixtures/setup/${name}.json`, source(`test/fixtures/setup/${name}.json`));
  }
  return computer.run("/test/shell/tests.ps1");
}

suite("setup-windows.ps1", () => {
  const parts = [...everyPart(syntaxOf(script))];
  const textsOf = (type: string) => parts.filter((part) => part.type === type).map(({ text }) => text);

  test("is ASCII, for Windows PowerShell takes anything else for another alphabet", () => {
    assert.doesNotMatch(script, /[^\n\x20-\x7e]/);
  });

  test("uses nothing that only PowerShell 7 has", () => {
    assert.doesNotMatch(script, /\?\?|&&|\|\||-SkipHttpErrorCheck|-AsHashtable|clean *\{/);
  });

  test("calls no function that it does not define and PowerShell 5.1 has not", () => {
    const builtIn =
      `Set-StrictMode New-Object Test-Path Resolve-Path Read-Host Select-Object Move-Item Remove-Item
      Set-Acl Write-Output New-Item Split-Path Copy-Item ConvertFrom-Json Join-Path Where-Object chmod`.split(
        /\s+/,
      );
    const known = new Set([...textsOf("function_name"), ...builtIn]);
    assert.deepEqual(
      textsOf("command_name").filter((name) => !known.has(name)),
      [],
    );
  });

  test("meets every case of the tables of setup.sh", () => {
    assert.deepEqual(runTables(script), { code: 0, output: ["ok"], errors: [] });
  });

  for (const [table, line, changed] of [
    ["tokens", "$Text.Length -ne 57", "$Text.Length -ne 58"],
    ["addresses", "-creplace '/v1$', ''", ""],
    ["answers", "$Status -eq 401 -or", "$Status -eq 402 -or"],
    ["configs", "$IsTorn -and $Out.Count -eq $TornAt", "$IsTorn"],
  ] as const) {
    test(`does not meet the ${table} with one rule changed`, () => {
      const { code, output } = runTables(script.replace(line, changed));
      assert.equal(code, 1);
      assert.match(output[0]!, /^not ok: /);
    });
  }
});
