import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { scan } from "../../lambda/secrets/scan.ts";

// Made up: no such account was ever there. Assembled from parts, so that nobody's scanner takes them for real.
const password = ["q9V7nB", "2K4xL8"].join("");
const random = ["fK3vT9pLq2", "Zx8RmW4sYb", "6NcD1hGj5A"].join("");
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jsonWebToken = [part({ alg: "HS256", typ: "JWT" }), part({ sub: "u-17", exp: 1 }), `${random}x`].join(
  ".",
);
const { privateKey } = generateKeyPairSync("ed25519", {
  privateKeyEncoding: { format: "pem", type: "pkcs8" },
  publicKeyEncoding: { format: "pem", type: "spki" },
});
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const samples: [rule: string, text: string, secret: string][] = [
  ["private-key", `before\n${privateKey}after`, privateKey.trim()],
  ["json-web-token", `token ${jsonWebToken} end`, jsonWebToken],
  ["url-password", `DATABASE_URL=postgres://app:${password}@db.internal.acme.io:5432/app`, password],
  ["url-password", `git clone https://deploy:${password}@git.acme.io/a.git`, password],
  ["curl-login", `curl -sS \\\n  -u elastic:${password} https://search.acme.io`, password],
  ["curl-login", `curl --user 'elastic:${password}' https://search.acme.io`, password],
  ["bearer-token", `curl -H "Authorization: Bearer ${random}" https://api.acme.io`, random],
  ["basic-authorization", `Authorization: Basic ${base64(`ops:${password}`)}`, base64(`ops:${password}`)],
  [
    "kubernetes-secret",
    `apiVersion: v1\nkind: Secret\ndata:\n  password: ${base64(password)}\n`,
    base64(password),
  ],
  [
    "kubernetes-secret",
    `apiVersion: v1\ndata:\n  password: ${base64(password)}\nkind: Secret\n`,
    base64(password),
  ],
  ["connection-string", `Server=db.acme.io;Database=app;User Id=app;Password=${password};`, password],
  ["npmrc-auth", `//r.acme.io/:_auth=${base64(`ops:${password}`)}`, base64(`ops:${password}`)],
  ["netrc-password", `machine git.acme.io login deploy password ${password}`, password],
  ["nuget-password", `<add key="ClearTextPassword" value="${password}" />`, password],
  [
    "docker-config-auth",
    `{"auths":{"r.acme.io":{"auth":"${base64(`ops:${password}`)}"}}}`,
    base64(`ops:${password}`),
  ],
  [
    "terraform-cloud-token",
    `token = "${random.slice(0, 14)}.atlasv1.${random}${random}0123"`,
    `${random.slice(0, 14)}.atlasv1.${random}${random}0123`,
  ],
  ["generic-assignment", `INTERNAL_SERVICE_TOKEN=${random}`, random],
  ["generic-assignment", `  "client_secret": "${random}",`, random],
  ["generic-assignment", `setenv("SESSION_SECRET", "${random}")`, random],
  ["generic-assignment", `- name: SIGNING_KEY\n  value: ${random}`, random],
  ["generic-assignment", `<apiKey>\n  ${random}\n</apiKey>`, random],
  ["generic-assignment", `db_password: "xK9#mP2!vL5n"`, "xK9#mP2!vL5n"],
];

for (const [rule, text, secret] of samples) {
  test(`${rule} is found in ${JSON.stringify(text.slice(0, 28))}, and nothing but the secret is covered`, () => {
    const [finding, ...more] = scan(Buffer.from(text)).findings;
    assert.deepEqual(more, []);
    assert.equal(finding?.rule, rule);
    assert.equal(text.slice(finding?.start, finding?.end), secret);
  });
}

test("a private key whose end was cut off is found as far as it goes", () => {
  const cut = privateKey.slice(0, -40);
  const [finding] = scan(Buffer.from(cut)).findings;
  assert.deepEqual([finding?.start, finding?.end], [0, cut.length]);
});

test("every armour of a private key is found", () => {
  const body = `${random}${random}\n`.repeat(3);
  const labels = ["RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED ", "ANY "];
  const found = labels.map((label) => {
    const pem = [`-----BEGIN ${label}PRIVATE`, `KEY-----\n${body}-----END ${label}PRIVATE`, "KEY-----"].join(
      " ",
    );
    return scan(Buffer.from(pem)).findings.length;
  });
  assert.deepEqual(
    found,
    labels.map(() => 1),
  );
});
