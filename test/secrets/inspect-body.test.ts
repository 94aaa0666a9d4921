import assert from "node:assert/strict";
import { test } from "node:test";
import { archivedBody, describeFindings, inspectBody } from "../../lambda/secrets/inspect-body.ts";
import type { ScanMode } from "../../lambda/secrets/mode.ts";
import { fingerprint } from "../../lambda/secrets/redact.ts";

const accessKey = ["AKIAQ3EGRM", "LEMN2WXYZA"].join("");
const generic = ["fK3vT9pLq2", "Zx8RmW4sYb", "6NcD1hGj5A"].join("");
const body = Buffer.from(
  JSON.stringify({ model: "m", input: ["a", { text: "b" }, { output: `\n${accessKey}` }] }),
);
const onlyGeneric = Buffer.from(JSON.stringify({ instructions: `SERVICE_TOKEN=${generic}` }));
const policy = (mode: ScanMode) => ({ mode, key: "k", allowed: new Set<string>() });

test("off looks at nothing", () => {
  assert.deepEqual(inspectBody(body, policy("off")), { action: "none", findings: [], complete: true, body });
});

test("flag changes nothing and says what there is", () => {
  const inspection = inspectBody(body, policy("flag"));
  assert.equal(inspection.action, "flag");
  assert.equal(inspection.body, body);
  assert.deepEqual(
    inspection.findings.map(({ rule, action }) => [rule, action]),
    [["aws-access-key-id", "flag"]],
  );
});

test("redact sends the placeholder instead of the secret", () => {
  const inspection = inspectBody(body, policy("redact"));
  assert.equal(inspection.action, "redact");
  assert.equal(inspection.body.includes(accessKey), false);
  assert.match(JSON.parse(inspection.body.toString()).input[2].output, /^\n\[REDACTED:[\da-f]{10}\]$/);
});

test("block says what was found and where, and never the secret", () => {
  const { action, findings } = inspectBody(body, policy("block"));
  assert.equal(action, "block");
  assert.equal(describeFindings(body, findings), "AWS access key ID in input[2]");
});

test("the generic rule only flags, unless told otherwise", () => {
  assert.equal(inspectBody(onlyGeneric, policy("block")).action, "flag");
  assert.equal(inspectBody(onlyGeneric, { ...policy("block"), genericActs: true }).action, "block");
});

test("with block a body that is too costly to scan is refused, with redact it is not", () => {
  const costly = Buffer.from("kind: Secret\n".repeat(80_000));
  assert.equal(inspectBody(costly, policy("block")).action, "block");
  assert.equal(inspectBody(costly, policy("redact")).action, "none");
  assert.equal(inspectBody(costly, policy("redact")).complete, false);
});

test("what is on the allow-list passes in every mode", () => {
  const allowed = new Set([fingerprint(Buffer.from(accessKey), "k")]);
  assert.equal(inspectBody(body, { ...policy("block"), allowed }).action, "none");
});

test("the archive's copy holds no finding, whatever the mode did", () => {
  const { findings } = inspectBody(body, policy("flag"));
  assert.equal(archivedBody(body, findings, "k").includes(accessKey), false);
  assert.equal(archivedBody(body, [], "k"), body);
});

test("an error message names each kind and place once, and only the first few", () => {
  const many = Buffer.from(
    JSON.stringify({ input: Array.from({ length: 9 }, () => `${accessKey} ${accessKey}`) }),
  );
  const words = describeFindings(many, inspectBody(many, policy("block")).findings);
  assert.equal(words.match(/AWS access key ID/g)?.length, 5);
  assert.match(words, /^AWS access key ID in input\[0\], .* and more$/);
});
