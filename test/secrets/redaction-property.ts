import assert from "node:assert/strict";
import { array, constantFrom, dictionary, letrec, oneof, option, property, string, tuple } from "fast-check";
import { fingerprint, redact } from "../../lambda/secrets/redact.ts";
import { rules } from "../../lambda/secrets/rule-table.ts";
import { scan } from "../../lambda/secrets/scan.ts";
import type { TokenRule } from "../../lambda/secrets/rule.ts";
import { madeUpSecret } from "./made-up-secrets.ts";

export const key = "a key of this test";

const prefixed = new Set([
  "aws-access-key-id",
  "github-pat",
  "gitlab-pat",
  "openai-legacy-api-key",
  "slack-bot-token",
  "stripe-secret-key",
  "pypi-token",
  "age-secret-key",
  "docker-swarm-unlock-key",
  "sendgrid-api-key",
]);
/** One made-up secret of some kinds, each told by its prefix wherever it stands. */
export const secrets: readonly string[] = rules
  .filter((rule): rule is TokenRule => rule.kind === "token" && prefixed.has(rule.id))
  .map((rule) => madeUpSecret(rule, 7));

const structures = [
  (secret: string) => `password="${secret}"`,
  (secret: string) => `https://deploy:${secret.replaceAll(/\W/g, "")}@git.acme.io/a.git`,
  (secret: string) => `curl -u ops:${secret} https://api.acme.io`,
  (secret: string) => `Authorization: Bearer ${secret}`,
  (secret: string) =>
    `-----BEGIN PRIVATE KEY-----\n${Buffer.from(secret.repeat(4)).toString("base64")}\n-----END PRIVATE KEY-----`,
  (secret: string) => `kind: Secret\ndata:\n  value: ${Buffer.from(secret).toString("base64")}\n`,
  (secret: string) => `Server=a.io;Database=b;Password=${secret.slice(0, 16)};`,
  (secret: string) => `INTERNAL_SERVICE_TOKEN=${secret}`,
  (secret: string) => `${secret}${secret}`,
  (secret: string) => `${secret}/${secret}`,
];

const noise = oneof(
  string({ unit: "grapheme", maxLength: 12 }),
  constantFrom(
    "\n",
    '"',
    "\\",
    "\\n",
    "\\\\",
    "\t",
    "=",
    ": ",
    "key=",
    "token: '",
    ",",
    "%3D",
    "[REDACTED:",
    "]",
    ";",
    "@",
    "://",
    "\u0000",
    "é",
    "😀",
    "\ud800",
    "</a>",
  ),
);
const planted = tuple(constantFrom(...secrets), option(constantFrom(...structures), { freq: 2 })).map(
  ([secret, structure]) => structure?.(secret) ?? secret,
);
const text = array(oneof({ weight: 3, arbitrary: noise }, { weight: 2, arbitrary: planted }), {
  maxLength: 6,
}).map((parts) => parts.join(""));

/** A document whose strings hold texts, documents as JSON, and those in turn the same. */
const document = letrec((tie) => ({
  value: oneof({ depthSize: "small", maxDepth: 3 }, text, tie("object"), tie("list"), tie("nested")),
  object: dictionary(oneof(constantFrom("text", "api_key", "password"), text), tie("value"), {
    maxKeys: 3,
  }),
  list: array(tie("value"), { maxLength: 3 }),
  nested: tie("value").map((value) => JSON.stringify(value)),
})).value;

/** What redaction promises about any JSON body. */
export const redactionKeepsItsPromises = property(document, (value) => {
  const body = Buffer.from(JSON.stringify(value));
  const { findings, complete } = scan(body);
  const redacted = redact(body, findings, key);
  assert.ok(complete);
  assert.doesNotThrow(() => JSON.parse(redacted.toString()));
  assert.equal(withoutFindings(body, redacted, findings), "");
  assert.deepEqual(scan(redacted).findings, []);
});

/** Walks both bodies: outside the findings they are equal, within a placeholder stands. @returns what differs first */
function withoutFindings(body: Buffer, redacted: Buffer, findings: { start: number; end: number }[]): string {
  let from = 0;
  let at = 0;
  for (const { start, end } of findings) {
    const placeholder = `[REDACTED:${fingerprint(body.subarray(start, end), key)}]`;
    const expected = Buffer.concat([body.subarray(from, start), Buffer.from(placeholder)]);
    if (!redacted.subarray(at, at + expected.length).equals(expected)) return `at ${from}`;
    at += expected.length;
    from = end;
  }
  return redacted.subarray(at).equals(body.subarray(from)) ? "" : `behind ${from}`;
}
