import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isWellFormedToken } from "../../lambda/domain/proxy-token.ts";
import { makeDeveloperToken } from "../fakes/developer-token.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { runScript } from "./run-script.ts";
import { addToken as add, awsEnv, listTokens as list, tokenFamilies as families } from "./tokens-of.ts";

for (const [family, open] of Object.entries(families)) {
  test(`on ${family}: a token is shown once, when it is added, and listed without itself`, async (t) => {
    const tokens = await open(t);
    const added = await add(
      tokens,
      "--user",
      "ann@example.com",
      "--team",
      "platform",
      "--models",
      "gpt-5.5, gpt-6-sol",
      "--expires",
      "2099-12-31",
    );
    assert.ok(isWellFormedToken(added.token));
    assert.equal(added.user_id, "ann@example.com");
    const { stdout } = await tokens(["list"]);
    assert.match(stdout, /^TOKEN ID +USER +TEAM +ENABLED +CREATED +EXPIRES +MODELS\n/);
    assert.ok(stdout.includes(added.token_id) && !stdout.includes(added.token));
    const [row] = await list(tokens);
    assert.deepEqual(
      { ...row, models: (row!["models"] as string[]).toSorted(), created_at: typeof row!["created_at"] },
      {
        token_id: added.token_id,
        user_id: "ann@example.com",
        team: "platform",
        enabled: true,
        created_at: "string",
        expires_at: "2100-01-01T00:00:00.000Z",
        models: ["gpt-5.5", "gpt-6-sol"],
        monthly_budget_usd: null,
      },
    );
  });

  test(`on ${family}: a token is switched off and on by its person, its id or the beginning of it`, async (t) => {
    const tokens = await open(t);
    const added = await add(tokens, "--user", "ann@example.com");
    for (const [name, who, enabled] of [
      ["disable", "ann@example.com", false],
      ["enable", added.token_id, true],
      ["disable", added.token_id.slice(0, 6), false],
    ] as const) {
      assert.equal((await tokens([name, who])).code, 0);
      assert.equal((await list(tokens))[0]?.["enabled"], enabled);
    }
  });

  test(`on ${family}: who has two tokens, or none, is asked for more`, async (t) => {
    const tokens = await open(t);
    const first = await add(tokens, "--user", "ann@example.com");
    const second = await add(tokens, "--user", "ann@example.com");
    const ambiguous = await tokens(["disable", "ann@example.com"]);
    assert.equal(ambiguous.code, 1);
    assert.ok(ambiguous.stderr.includes(first.token_id) && ambiguous.stderr.includes(second.token_id));
    const unknown = await tokens(["disable", "nobody@example.com"]);
    assert.equal(unknown.code, 1);
    assert.match(
      unknown.stderr,
      /^tokens: no token belongs to "nobody@example.com"; see npm run tokens -- list\n$/,
    );
  });
}

test("without any token the list is empty, in words and in JSON", async (t) => {
  const tokens = await families["the embedded stores"]!(t);
  assert.deepEqual(await list(tokens), []);
  assert.match((await tokens(["list"])).stderr, /There are no tokens yet/);
});

for (const args of [
  ["add"],
  ["add", "--user", ""],
  ["add", "--user", "a\nb"],
  ["add", "--user", "a", "--expires", "soon"],
  ["add", "--user", "a", "--expires", "2026-02-30"],
  ["add", "--user", "a", "--expires", "2020-01-01"],
  ["add", "--user", "a", "--models", "gpt-5.5,,x"],
  ["disable"],
  ["remember"],
]) {
  test(`wrong usage (${JSON.stringify(args)}) ends with 2, one line and nothing added`, async (t) => {
    const tokens = await families["the embedded stores"]!(t);
    const { code, stdout, stderr } = await tokens(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^[^\n]+\n$/);
    assert.deepEqual(await list(tokens), []);
  });
}

test("a table that is not there is said in one line", async (t) => {
  const { url, close } = await startDynamoDb();
  t.after(close);
  const { code, stderr } = await runScript(
    "tokens",
    ["list", "--region", "us-east-1", "--stage", "nowhere"],
    {
      env: awsEnv(url),
    },
  );
  assert.equal(code, 1);
  assert.match(stderr, /^tokens: AWS has no such table [^\n]*check --region and --stage[^\n]*\n$/);
});

test("without credentials the mend is named", async () => {
  const env = {
    AWS_EC2_METADATA_DISABLED: "true",
    HOME: "/nonexistent",
    AWS_CONFIG_FILE: "/nonexistent/config",
  };
  const { code, stderr } = await runScript("tokens", ["list", "--region", "us-east-1"], { env });
  assert.equal(code, 1);
  assert.match(stderr, /^tokens: no AWS credentials were found; [^\n]*--local\n$/);
});

for (const args of [
  ["list"],
  ["show", "ann"],
  ["disable", "ann"],
  ["enable", "ann"],
  ["rotate", "ann"],
  ["remove", "ann", "--yes"],
  ["verify"],
]) {
  test(`tokens ${args.join(" ")} in a folder that isn't there is refused, and makes none`, async (t) => {
    const folder = join(temporaryFolder(t), "typo");
    const { code, stdout, stderr } = await runScript("tokens", [...args, "--local", folder], {
      input: makeDeveloperToken().token,
    });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^tokens: there are no records in [^\n]+typo: expected [^\n]+\n$/);
    assert.equal(existsSync(folder), false);
  });
}

for (const [name, ...args] of [
  ["tokens", "add", "--user", "ann"],
  ["onboard", "ann", "--url", "https://proxy.example.com"],
] as const) {
  test(`the first token, by ${name}, may come before the first start`, async (t) => {
    const data = ["--local", join(temporaryFolder(t), "data")];
    assert.equal((await runScript(name, [...args, ...data])).code, 0);
    const { stdout } = await runScript("tokens", ["list", "--json", ...data]);
    assert.equal(JSON.parse(stdout)[0].user_id, "ann");
  });
}

test("a data directory that can't be made is named without a flag of another command", async () => {
  const { code, stderr } = await runScript("tokens", ["add", "--user", "ann", "--local", "/dev/null/data"]);
  assert.deepEqual(
    [code, stderr],
    [
      1,
      "tokens: the data directory /dev/null/data can't be written (ENOTDIR); mend that, or choose another\n",
    ],
  );
});
