import assert from "node:assert/strict";
import { test } from "node:test";
import { readLambdaConfig } from "../lambda/config.ts";

const env = { TOKENS_TABLE: "t", USAGE_TABLE: "u", LOGS_BUCKET: "b", OPENAI_SECRET_ID: "s" };

test("what must be there is enough", () => {
  const config = readLambdaConfig(env);
  assert.equal(config.upstreamUrl.href, "https://api.openai.com/");
  assert.equal(config.logBodies, "full");
  assert.equal(config.secrets.mode, "flag");
  assert.equal(config.secrets.genericActs, false);
  assert.equal(config.secrets.honoursMarker, true);
  assert.equal(config.inFlightRecords, true);
});

test("everything that is missing is named at once", () => {
  assert.throws(() => readLambdaConfig({}), /TOKENS_TABLE.*USAGE_TABLE.*LOGS_BUCKET.*OPENAI_SECRET_ID/);
  assert.throws(
    () => readLambdaConfig({ ...env, LOGS_BUCKET: "  " }),
    /^ConfigError: LOGS_BUCKET is missing: expected /,
  );
});

for (const [name, value] of [
  ["LOG_BODIES", "none"],
  ["SECRET_SCAN", "on"],
  ["SECRET_SCAN", ""],
  ["SECRET_SCAN_GENERIC", "yes"],
  ["SECRET_SCAN_MARKER", "1"],
  ["SECRET_SCAN_ALLOW", "not-hex"],
  ["IN_FLIGHT_RECORDS", "true"],
  ["UPSTREAM_URL", "api.openai.com"],
  ["UPSTREAM_URL", "https://user:pass@api.openai.com"],
  ["UPSTREAM_URL", "https://api.openai.com/?x=1"],
  ["UPSTREAM_URL", "file:///etc/passwd"],
] as const) {
  test(`${name}=${value} stops the start, by its name and with what was expected`, () => {
    assert.throws(
      () => readLambdaConfig({ ...env, [name]: value }),
      new RegExp(`^ConfigError: ${name} .*expected`),
    );
  });
}

test("a wrong address is not quoted: it may hold a password", () => {
  assert.throws(
    () => readLambdaConfig({ ...env, UPSTREAM_URL: "https://user:hunter2@x" }),
    (error: Error) => !error.message.includes("hunter2"),
  );
});

test("the settings of the search for secrets are taken over", () => {
  const { secrets } = readLambdaConfig({
    ...env,
    SECRET_SCAN: "block",
    SECRET_SCAN_ALLOW: "0123456789, abcdefabcd",
    SECRET_SCAN_KEY: "k",
    SECRET_SCAN_GENERIC: "on",
    SECRET_SCAN_MARKER: "off",
  });
  assert.equal(secrets.mode, "block");
  assert.ok(secrets.allowed.has("0123456789") && secrets.allowed.has("abcdefabcd"));
  assert.deepEqual([secrets.fingerprintKey, secrets.genericActs, secrets.honoursMarker], ["k", true, false]);
});
