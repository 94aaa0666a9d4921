import assert from "node:assert/strict";
import { test } from "node:test";
import { assert as assertProperty } from "fast-check";
import { redact } from "../../lambda/secrets/redact.ts";
import { scan } from "../../lambda/secrets/scan.ts";
import { key, redactionKeepsItsPromises, secrets } from "./redaction-property.ts";

const redacted = (text: string): string => {
  const body = Buffer.from(text);
  return redact(body, scan(body).findings, key).toString();
};
const placeholders = (text: string): string[] => redacted(text).match(/\[REDACTED:[\da-f]{10}\]/g) ?? [];

test("whatever the JSON: it stays valid, changes only where something was found, and has nothing left to redact", () => {
  assertProperty(redactionKeepsItsPromises, { numRuns: 3000, seed: 20_260_216 });
});

for (const secret of secrets) {
  test(`a secret that starts with ${JSON.stringify(secret.slice(0, 4))} has the same placeholder at every JSON depth`, () => {
    const plain = `\n${secret}\n`;
    const once = JSON.stringify({ output: plain });
    const twice = JSON.stringify({ arguments: once });
    const everywhere = [plain, once, twice, JSON.stringify([twice])].flatMap(placeholders);
    assert.equal(everywhere.length, 4);
    assert.equal(new Set(everywhere).size, 1);
  });
}

test("a private key has the same placeholder at every JSON depth", () => {
  const pem = [
    "-----BEGIN PRIVATE",
    `KEY-----\n${secrets.join("").replaceAll(/\W/g, "")}\n-----END PRIVATE`,
    "KEY-----",
  ].join(" ");
  const once = JSON.stringify({ output: pem });
  const everywhere = [pem, once, JSON.stringify(once)].flatMap(placeholders);
  assert.equal(new Set(everywhere).size, 1);
  assert.equal(everywhere.length, 3);
});

test("another key gives another placeholder", () => {
  const body = Buffer.from(secrets[0]!);
  const { findings } = scan(body);
  assert.notEqual(redact(body, findings, "one").toString(), redact(body, findings, "two").toString());
});

test("a secret written with escapes is covered with all of them", () => {
  const escaped = [...secrets[0]!]
    .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
  assert.deepEqual(placeholders(`{"a":"${escaped}"}`), placeholders(secrets[0]!));
  assert.match(redacted(`{"a":"${escaped}"}`), /^\{"a":"\[REDACTED:[\da-f]{10}\]"\}$/);
});
