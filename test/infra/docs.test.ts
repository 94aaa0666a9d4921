import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { alarmRules } from "../../infra/alarm-rules.ts";
import { settingDescriptions } from "../../infra/settings.ts";
import { only, synthesize } from "./synthesized.ts";

const docs = (name: string): string => readFileSync(`docs/${name}.md`, "utf8");

test("docs/deploy.md has every setting as the schema has it", () => {
  const text = docs("deploy");
  for (const { name, expected, description } of settingDescriptions) {
    assert.match(text, new RegExp(`^\\| \`${name}\` \\|`, "m"));
    assert.ok(text.includes(`| ${description} | ${expected} |`), name);
  }
});

test("docs/operations.md has every alarm, in its own words, with something to do", () => {
  const text = docs("operations");
  for (const { name, says } of alarmRules) {
    assert.match(text, new RegExp(`^## ${name}\\n> ${says.replaceAll(".", "\\.")}\\n\\n\\S`, "m"));
  }
});

test("docs/security.md has every permission of the role", () => {
  const [policy] = only(synthesize({ kmsKey: "create" }), "AWS::IAM::Role")["Policies"] as [
    { PolicyDocument: { Statement: { Action: string | string[] }[] } },
  ];
  for (const action of policy.PolicyDocument.Statement.flatMap(({ Action }) => Action)) {
    assert.ok(docs("security").includes(`\`${action}\``), action);
  }
});

test("these docs name no test and no source that is not there", () => {
  const text = ["deploy", "operations", "security", "costs"].map(docs).join("\n");
  const paths = [...text.matchAll(/\b(?:test|lambda|infra|scripts)\/[\w./-]+\.ts\b/g)].map(([path]) => path);
  assert.ok(paths.length > 10);
  assert.deepEqual(
    paths.filter((path) => !existsSync(path)),
    [],
  );
});

test("docs/costs.md adds up", () => {
  const rows = docs("costs")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.replaceAll(/[*,]/g, "").split("|").slice(3, 6).map(Number));
  const services = rows.slice(2, 9);
  const [sums] = rows.slice(9);
  for (const column of [0, 1, 2]) {
    const sum = services.reduce((total, row) => total + row[column]!, 0);
    assert.ok(Math.abs(sum - sums![column]!) < 0.05, `${sum}`);
  }
  assert.ok(docs("costs").includes(`${alarmRules.length} alarms`));
});
