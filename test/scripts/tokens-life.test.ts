import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { test } from "node:test";
import { type Added, addToken, listTokens, tokenFamilies } from "./tokens-of.ts";

const inHours = (iso: unknown): number => Math.round((Date.parse(String(iso)) - Date.now()) / 3_600_000);

for (const [family, open] of Object.entries(tokenFamilies)) {
  test(`on ${family}: rotating gives the person a new token, and the old one a day`, async (t) => {
    const tokens = await open(t);
    const old = await addToken(tokens, "--user", "ann@example.com", "--team", "core", "--models", "gpt-5.5");
    const rotated = JSON.parse((await tokens(["rotate", "ann@example.com", "--json"])).stdout) as Added & {
      replaces: string;
    };
    assert.equal(rotated.replaces, old.token_id);
    assert.notEqual(rotated.token, old.token);
    const rows = Object.fromEntries((await listTokens(tokens)).map((row) => [row["token_id"], row]));
    assert.equal(inHours(rows[old.token_id]?.["expires_at"]), 24);
    assert.equal(rows[old.token_id]?.["enabled"], true);
    const { expires_at, team, models } = rows[rotated.token_id]!;
    assert.deepEqual({ expires_at, team, models }, { expires_at: null, team: "core", models: ["gpt-5.5"] });
    const shown = JSON.parse((await tokens(["show", old.token_id, "--json"])).stdout);
    assert.match(shown.tokens[0].note, new RegExp(`^\\d{4}-\\d\\d-\\d\\d replaced by ${rotated.token_id}$`));
  });

  test(`on ${family}: with no grace the old token ends at once`, async (t) => {
    const tokens = await open(t);
    const old = await addToken(tokens, "--user", "ann@example.com");
    assert.equal((await tokens(["rotate", old.token_id, "--grace", "0h"])).code, 0);
    const { code, stderr } = await tokens(["verify"], old.token);
    assert.equal(code, 1);
    assert.match(stderr, /^tokens: token [0-9a-f]{12} of ann@example\.com expired at [^\n]+\n$/);
  });

  test(`on ${family}: why somebody was kept out stays with the token`, async (t) => {
    const tokens = await open(t);
    const { token_id } = await addToken(tokens, "--user", "ann@example.com", "--note", "laptop");
    await tokens(["disable", "ann@example.com", "--why", "left the company"]);
    const { stdout } = await tokens(["show", token_id]);
    assert.match(stdout, /note +laptop; \d{4}-\d\d-\d\d disabled: left the company\n/);
    assert.match(stdout, /state +disabled\n/);
  });

  test(`on ${family}: all tokens of a person can be switched at once`, async (t) => {
    const tokens = await open(t);
    await addToken(tokens, "--user", "ann@example.com");
    await addToken(tokens, "--user", "ann@example.com");
    await addToken(tokens, "--user", "bob@example.com");
    assert.equal((await tokens(["disable", "ann@example.com", "--all"])).code, 0);
    const enabled = (await listTokens(tokens)).map((row) => [row["user_id"], row["enabled"]]);
    assert.deepEqual(enabled, [
      ["ann@example.com", false],
      ["ann@example.com", false],
      ["bob@example.com", true],
    ]);
  });

  test(`on ${family}: a token is removed only on a yes`, async (t) => {
    const tokens = await open(t);
    const { token, token_id } = await addToken(tokens, "--user", "ann@example.com");
    assert.equal((await tokens(["remove", token_id])).code, 1);
    assert.equal((await listTokens(tokens)).length, 1);
    assert.equal((await tokens(["remove", token_id, "--yes"])).code, 0);
    assert.deepEqual(await listTokens(tokens), []);
    assert.match((await tokens(["verify"], token)).stderr, /right shape, but is not in this table/);
  });

  test(`on ${family}: a pasted token is told whose it is, and never shown again`, async (t) => {
    const tokens = await open(t);
    const { token, token_id } = await addToken(tokens, "--user", "ann@example.com", "--team", "core");
    const { code, stdout, stderr } = await tokens(["verify"], `  ${token}\n`);
    assert.deepEqual(
      [code, stdout, stderr],
      [0, `Token ${token_id} is ann@example.com's (core); it is enabled.\n`, ""],
    );
    const json = JSON.parse((await tokens(["verify", "--json"], token)).stdout);
    assert.deepEqual(json, { verdict: "enabled", token_id, user_id: "ann@example.com" });
  });

  test(`on ${family}: the list shows the key of the table, which is the token's SHA-256`, async (t) => {
    const tokens = await open(t);
    const { token } = await addToken(tokens, "--user", "ann@example.com");
    assert.ok((await tokens(["list", "--keys"])).stdout.includes(hash("sha256", token)));
  });

  test(`on ${family}: the list is narrowed by person, team and state`, async (t) => {
    const tokens = await open(t);
    await addToken(tokens, "--user", "ann@example.com", "--team", "core");
    await addToken(tokens, "--user", "bob@example.com", "--team", "web");
    await tokens(["disable", "bob@example.com"]);
    for (const [filter, users] of [
      [["--user", "ANN"], ["ann@example.com"]],
      [["--team", "web"], ["bob@example.com"]],
      [["--state", "disabled"], ["bob@example.com"]],
      [["--state", "expired"], []],
    ] as const) {
      const rows = JSON.parse((await tokens(["list", "--json", ...filter])).stdout) as { user_id: string }[];
      assert.deepEqual(
        rows.map(({ user_id }) => user_id),
        users,
      );
    }
  });
}

test("a spreadsheet of tokens runs no formula", async (t) => {
  const tokens = await tokenFamilies["the embedded stores"]!(t);
  await addToken(tokens, "--user", "=cmd|' /C calc'!A0");
  const { stdout } = await tokens(["list", "--csv"]);
  assert.match(stdout, /^token_id,user_id,team,enabled,created_at,expires_at,models,monthly_budget_usd\r\n/);
  assert.match(stdout, /,'=cmd/);
});

const openAiKey = ["sk-", "proj-", "abcdefghijklmnopqrstuvwxyz0123456789"].join("");
for (const [what, pasted, sentence] of [
  ["an OpenAI key", openAiKey, /that is an OpenAI key, not a proxy token/],
  ["a token without its last character", `codexproxy_${"a".repeat(45)}`, /proxy token with a mistake in it/],
  ["a token with a space in it", `codexproxy_${"a".repeat(20)} ${"a".repeat(26)}`, /mistake in it/],
  ["a token over two lines", `codexproxy_${"a".repeat(20)}\n${"a".repeat(26)}`, /mistake in it/],
  ["nothing", "", /no token came/],
  ["something else", "hello", /no proxy token: one begins with codexproxy_/],
] as const) {
  test(`${what}, pasted, is named as such and not repeated`, async (t) => {
    const tokens = await tokenFamilies["the embedded stores"]!(t);
    const { code, stdout, stderr } = await tokens(["verify"], pasted);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, sentence);
    assert.match(stderr, /^[^\n]+\n$/);
    assert.ok(pasted === "" || !stderr.includes(pasted));
  });
}

test("a key given in the place of a person is not repeated", async (t) => {
  const tokens = await tokenFamilies["the embedded stores"]!(t);
  const { code, stderr } = await tokens(["show", openAiKey]);
  assert.equal(code, 1);
  assert.match(stderr, /^tokens: that is a credential: name the person or the token's id\n$/);
});
