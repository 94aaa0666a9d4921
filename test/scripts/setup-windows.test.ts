import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, suite, test } from "node:test";
import { Language, type Node, Parser } from "web-tree-sitter";
import { isWellFormedToken } from "../../lambda/domain/proxy-token.ts";
import addresses from "../fixtures/setup/addresses.json" with { type: "json" };
import answers from "../fixtures/setup/answers.json" with { type: "json" };
import configs from "../fixtures/setup/configs.json" with { type: "json" };
import tokens from "../fixtures/setup/tokens.json" with { type: "json" };
import { setupScript } from "./run-setup.ts";

/**
 * No PowerShell is to be had here: the script is parsed, and its rules are read out of it and held to the tables that
 * setup.sh is tested with. Where there is a PowerShell, test/shell/setup-windows.tests.ps1 runs the same tables in it.
 */

const script = readFileSync(new URL("../../scripts/setup-windows.ps1", import.meta.url), "utf8");
const require = createRequire(import.meta.url);

suite("setup-windows.ps1", () => {
  let root: Node;
  before(async () => {
    await Parser.init();
    const grammar = require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm");
    const parser = new Parser().setLanguage(await Language.load(grammar));
    root = parser.parse(script)!.rootNode;
  });

  test("is PowerShell from its first line to its last", () => {
    const errors = root
      .descendantsOfType("ERROR")
      .map((node) => `line ${node!.startPosition.row + 1}: ${node!.text}`);
    assert.deepEqual(errors, []);
    assert.equal(root.hasError, false);
  });

  test("is ASCII, for Windows PowerShell takes anything else for another alphabet", () => {
    assert.doesNotMatch(script, /[^\n\x20-\x7e]/);
  });

  test("uses nothing that only PowerShell 7 has", () => {
    assert.doesNotMatch(script, /\?\?|&&|\|\||-SkipHttpErrorCheck|-AsHashtable|clean *\{/);
  });

  test("calls no function that it does not define and PowerShell 5.1 has not", () => {
    const defined = root.descendantsOfType("function_name").map((node) => node!.text);
    const called = root.descendantsOfType("command_name").map((node) => node!.text);
    const builtIn = [
      "Set-StrictMode",
      "New-Object",
      "Test-Path",
      "Resolve-Path",
      "Read-Host",
      "Select-Object",
      "Move-Item",
      "Remove-Item",
      "Set-Acl",
      "Write-Output",
      "New-Item",
      "Split-Path",
      "Copy-Item",
      "ConvertFrom-Json",
      "Join-Path",
      "Where-Object",
    ];
    const unknown = called.filter((name) => ![...defined, ...builtIn, "chmod"].includes(name));
    assert.deepEqual([...new Set(unknown)], []);
  });

  for (const { what, text, problem } of tokens) {
    test(`given ${what}: ${problem || "takes it"}`, () => {
      const rules = rulesOf(functionText("Get-TokenProblem"));
      const trimmed = text.trim();
      const broken = rules.find((rule) => rule.isBrokenBy(trimmed));
      assert.equal(broken?.problem.replace("$($Text.Length)", String(trimmed.length)) ?? "", problem);
    });
  }

  for (const { address, base } of addresses) {
    test(`at ${address}: ${base ?? "refused"}`, () => {
      const [https, http] = [...functionText("Get-BaseUrl").matchAll(/= '(\^http.*)'/g)].map(
        (found) => new RegExp(found[1]!),
      );
      const isUsable = !/\s/.test(address) && (https!.test(address) || http!.test(address));
      const trimmed = address.replace(/\/+$/, "").replace(/\/v1$/, "");
      assert.equal(isUsable ? `${trimmed}/v1` : null, base);
    });
  }

  test("has the sentences of setup.sh for every answer", () => {
    const words = functionText("Get-AnswerProblem");
    const beginnings = answers.map(
      ({ problem, status }) => problem.replace(String(status), "$Status").split(/: |BASE_URL/)[0]!,
    );
    for (const beginning of beginnings) assert.ok(words.includes(beginning), beginning);
  });

  test("marks its lines in a config.toml as setup.sh does", () => {
    const shell = readFileSync(setupScript, "utf8");
    const constants = { OursLine: "ours_line", Replaced: "replaced", Begin: "begin", TornMark: "torn_mark" };
    for (const [name, shellName] of Object.entries(constants)) {
      const value = new RegExp(`^\\$${name} = '(.*)'$`, "m").exec(script)?.[1];
      assert.ok(value && shell.includes(`${shellName} = "${value.replaceAll('"', '\\"')}"`), name);
    }
    const expressions = [
      "^model_providers(\\.codexproxy(\\..*)?)?$",
      "^codexproxy(\\.|$)",
      "^(name|base_url|wire_api|experimental_bearer_token)$",
      "^[ \\t]*(#.*)?$",
    ];
    for (const expression of expressions) {
      assert.ok(script.includes(`'${expression}'`), expression);
      assert.ok(shell.includes(`/${expression}/`), expression);
    }
  });

  test("writes the provider's table as setup.sh does", () => {
    const lines = configs.cases[0]!.after!.split("\n").slice(2, -1);
    const table = functionText("Get-ProviderTable").replaceAll('`"', '"');
    for (const line of lines) {
      const written = line.replace(`${configs.address}/v1`, "$BaseUrl").replace(configs.token, "$Token");
      assert.ok(table.includes(written), written);
    }
  });

  function functionText(name: string): string {
    const statements = root.descendantsOfType("function_statement");
    return statements.find((node) => node!.text.startsWith(`function ${name}(`))!.text;
  }
});

interface Rule {
  isBrokenBy: (text: string) => boolean;
  problem: string;
}

/** The rows `if (CONDITION) { return 'PROBLEM' }` of a function, in their order. */
function rulesOf(text: string): Rule[] {
  const rows = [...text.matchAll(/^ {2}if \((.*)\) \{ return ['"](.*)['"] \}$/gm)];
  return rows.map(([, condition, problem]) => ({ isBrokenBy: conditionOf(condition!), problem: problem! }));
}

function conditionOf(condition: string): (text: string) => boolean {
  const match = /^\$Text -c(not)?match '(.*)'$/.exec(condition);
  if (match !== null) {
    const expression = new RegExp(match[2]!.replaceAll("''", "'"));
    return (text) => expression.test(text) === (match[1] === undefined);
  }
  const others: Record<string, (text: string) => boolean> = {
    "$Text -ceq ''": (text) => text === "",
    "$Text.Length -ne 57": (text) => text.length !== 57,
    "(Get-Checksum $Text.Substring(0, 51)) -cne $Text.Substring(51)": (text) => !isWellFormedToken(text),
  };
  const found = others[condition];
  assert.ok(found, `a condition that this test can't read: ${condition}`);
  return found;
}
