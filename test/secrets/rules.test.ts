import assert from "node:assert/strict";
import { test } from "node:test";
import { mintToken } from "../../lambda/domain/proxy-token.ts";
import { rules } from "../../lambda/secrets/rule-table.ts";
import type { NearRule, TokenRule } from "../../lambda/secrets/rule.ts";
import { scan } from "../../lambda/secrets/scan.ts";
import { madeUpLine } from "./made-up-secrets.ts";

const withExpression = rules.filter((rule) => rule.kind !== "matcher") as (TokenRule | NearRule)[];
/** Chance doesn't hit their checks: each has a test of its own, here or in structures.test.ts. */
const undrawable = new Set([
  "codex-proxy-token",
  "docker-config-auth",
  "freemius-secret-key",
  "netrc-password",
  "npmrc-auth",
]);
const isFound = (text: string): boolean => scan(Buffer.from(text)).findings.length > 0;

test("there are at least 200 kinds of credential, each with a name of its own", () => {
  assert.ok(rules.length >= 200);
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
});

test("every kind says what it is in words that fit an error message", () => {
  assert.deepEqual(
    rules.filter(({ what }) => what.length < 5 || what.length > 70 || /[<>"\n]/.test(what)),
    [],
  );
});

test("every repetition in the table is bounded: the work budget is charged by it", () => {
  const shapes = withExpression.map((rule) => (rule.kind === "token" ? rule.rest : rule.shape).source);
  assert.deepEqual(
    shapes.filter((source) => /\{\d+,\}|[^\\[][*+](?![^[]*\])/.test(source)),
    [],
  );
});

for (const rule of withExpression.filter(({ id }) => !undrawable.has(id))) {
  test(`a made-up ${rule.what} (${rule.id}) is found, plain, in a JSON string, and in a JSON string in another`, () => {
    const line = madeUpLine(rule);
    const inJson = JSON.stringify({ output: `\n${line}\n` });
    assert.ok(isFound(line), line.slice(0, 12));
    assert.ok(isFound(inJson));
    assert.ok(isFound(JSON.stringify({ arguments: inJson })));
  });
}

test("a token of codex-proxy is found, and one whose checksum is wrong is not", () => {
  let seed = 0;
  const token = mintToken((size) => Uint8Array.from({ length: size }, () => (seed = (seed * 73 + 41) % 251)));
  const mistyped = token.slice(0, -1) + (token.endsWith("0") ? "1" : "0");
  assert.deepEqual(
    scan(Buffer.from(`key ${token}.`)).findings.map(({ rule }) => rule),
    ["codex-proxy-token"],
  );
  assert.equal(isFound(`key ${mistyped}.`), false);
});
