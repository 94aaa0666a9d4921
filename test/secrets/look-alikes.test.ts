import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { scan } from "../../lambda/secrets/scan.ts";

const hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** What stands in code, logs and lock files and looks a little like a credential. */
const lookAlikes = [
  `"integrity": "sha512-${Buffer.from(hex).toString("base64")}=="`,
  `"resolved": "https://registry.example.org/a/-/a-1.0.0.tgz#${hex.slice(0, 40)}"`,
  `commit ${hex.slice(0, 40)}`,
  `id: 8c29bace-d341-485e-829e-67e919c1b881`,
  `const cacheKey = "user:profile:v2:settings";`,
  `const token = await getToken({ id: user1.id });`,
  `token: process.env.API_TOKEN_V2,`,
  `password: string; passwordHash: Uint8Array;`,
  `apiKey: "<your-api-key-1234>"`,
  `API_KEY=\${API_KEY_2024}`,
  `AWS_ACCESS_KEY_ID=${["AKIAIOSFODNN7", "EXAMPLE"].join("")}`,
  `ghp_${"x".repeat(36)}`,
  `curl -u user:password https://api.acme.io`,
  `curl -u "$USER:$PASSWORD" https://api.acme.io`,
  `postgres://user:password@localhost:5432/db`,
  `https://user:pass@example.com/`,
  `mongodb+srv://\${DB_USER}:\${DB_PASS}@cluster.mongodb.net/`,
  `git@github.com:acme/repo1.git`,
  `@Component({ selector: 'app-v2-token' })`,
  `kind: ExternalSecret\nspec:\n  data:\n    - secretKey: password1`,
  `apiVersion: v1\nkind: ConfigMap\ndata:\n  password1: not-secret-at-all`,
  `arn:aws:secretsmanager:us-east-1:123456789012:secret:MyTestSecret-a1b2c3`,
  `-----BEGIN PUBLIC KEY-----\n${hex}\n-----END PUBLIC KEY-----`,
  `-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----`,
  `Authorization: Bearer $TOKEN`,
  `Authorization: Bearer <token>`,
  `public_key = "${hex}"`,
  `nextPageToken: "CAUQAA1x2y3z4w5v6u7t8s9r0q"`,
  `[REDACTED:0123456789]`,
  `password="[REDACTED:0123456789]"`,
];

for (const text of lookAlikes) {
  test(`${JSON.stringify(text.slice(0, 60))} is no credential`, () => {
    assert.deepEqual(scan(Buffer.from(text)).findings, []);
    assert.deepEqual(scan(Buffer.from(JSON.stringify({ output: text }))).findings, []);
  });
}

test("nothing is found in this project's own sources (the rule table, which holds prefixes, aside) and lock file", () => {
  const sources = readdirSync("lambda", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("rules"))
    .map((path) => `lambda/${path}`);
  const findings = [...sources, "package.json", "package-lock.json"].flatMap((path) =>
    scan(readFileSync(path)).findings.map(({ rule, start }) => ({ path, rule, start })),
  );
  assert.deepEqual(findings, []);
});
