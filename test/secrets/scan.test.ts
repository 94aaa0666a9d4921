import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprint } from "../../lambda/secrets/redact.ts";
import { scan } from "../../lambda/secrets/scan.ts";

// Made up, and assembled so that nobody's scanner takes it for real.
const accessKey = ["AKIAQ3EGRM", "LEMN2WXYZA"].join("");
const rulesIn = (body: Uint8Array | string): string[] =>
  scan(Buffer.from(body as string)).findings.map(({ rule }) => rule);

test("a finding covers exactly the raw bytes of the secret, also behind escapes and characters of many bytes", () => {
  const body = Buffer.from(JSON.stringify({ "é😀": `\n\t"${accessKey}"\n` }));
  const [finding] = scan(body).findings;
  assert.equal(body.toString("utf8", finding?.start, finding?.end), accessKey);
});

test("any bytes are scanned: invalid UTF-8, invalid JSON, nothing", () => {
  const invalid = Buffer.concat([
    Buffer.from([0xff, 0xfe, 0xc3]),
    Buffer.from(`{"a": ${accessKey} `),
    Buffer.from([0x80]),
  ]);
  assert.deepEqual(rulesIn(invalid), ["aws-access-key-id"]);
  assert.deepEqual(rulesIn(""), []);
});

test("a secret that the end of the body cuts off is not found, and does no harm", () => {
  assert.deepEqual(rulesIn(`{"a":"${accessKey.slice(0, -1)}`), []);
  assert.deepEqual(rulesIn(`{"a":"${accessKey}`), ["aws-access-key-id"]);
});

test("a view into a larger buffer is scanned alone", () => {
  const larger = Buffer.from(`${accessKey} clean ${accessKey}`);
  assert.deepEqual(rulesIn(larger.subarray(accessKey.length + 1, accessKey.length + 6)), []);
});

test("the data of an image is skipped, and what follows it is not", () => {
  const image = Buffer.alloc(3000, `${accessKey}/`).toString("latin1");
  const body = JSON.stringify({ image_url: `data:image/png;base64,${image}`, text: `key ${accessKey}` });
  const [finding, ...more] = scan(Buffer.from(body)).findings;
  assert.deepEqual(more, []);
  assert.equal(finding?.start, body.lastIndexOf(accessKey));
});

test("short base64 data is read like any text: a secret could stand in it", () => {
  assert.deepEqual(rulesIn(`data:text/plain;base64,${accessKey} `), ["aws-access-key-id"]);
});

test("a secret within a longer word is none", () => {
  assert.deepEqual(rulesIn(`x${accessKey}`), []);
  assert.deepEqual(rulesIn(`${accessKey}Z`), []);
});

test("a secret behind a percent escape is found", () => {
  assert.deepEqual(rulesIn(`https://acme.io/?k%3D${accessKey}`), ["aws-access-key-id"]);
});

test("the marker lets what stands on its line pass, and nothing else", () => {
  assert.deepEqual(rulesIn(`a = "${accessKey}" # codex-proxy:allow\nb = "${accessKey}"`), [
    "aws-access-key-id",
  ]);
  assert.deepEqual(rulesIn(JSON.stringify(`${accessKey} codex-proxy:allow\n`)), []);
});

test("a deployment may ignore the marker", () => {
  const body = Buffer.from(`${accessKey} # codex-proxy:allow`);
  assert.equal(scan(body, { honoursMarker: false }).findings.length, 1);
});

test("an allowed secret passes at every JSON depth", () => {
  const allowed = fingerprint(Buffer.from(accessKey), "key");
  const isAllowed = (secret: Uint8Array): boolean => fingerprint(secret, "key") === allowed;
  const once = JSON.stringify({ text: `\n${accessKey}\n` });
  assert.deepEqual(scan(Buffer.from(once), { isAllowed }).findings, []);
  assert.deepEqual(scan(Buffer.from(JSON.stringify({ once })), { isAllowed }).findings, []);
});

test("where a vendor's prefix stands in a generic assignment the vendor's rule is the one that is named", () => {
  assert.deepEqual(rulesIn(`API_KEY="${accessKey}"`), ["aws-access-key-id"]);
});

test("a token of GitHub with a wrong checksum is at most redacted", () => {
  const token = ["ghp_", "aB3dE5gH7jK9mN1pQ3", "sT5vW7yZ9bC1dE3fG5"].join("");
  assert.equal(scan(Buffer.from(token)).findings[0]?.strongest, "redact");
});
