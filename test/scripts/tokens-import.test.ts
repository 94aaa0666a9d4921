import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hash } from "node:crypto";
import { type TestContext, test } from "node:test";
import { CreateTableCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { parse } from "csv-parse/sync";
import { makeDeveloperToken } from "../fakes/developer-token.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { runScript } from "./run-script.ts";
import { addToken, awsEnv, listTokens, tokenFamilies } from "./tokens-of.ts";

const people = "user,name,team\nann@example.com,Ann,core\nbob@example.com,Bob,web\n";

function csvFile(t: TestContext, text: string | Buffer): { folder: string; csv: string } {
  const folder = temporaryFolder(t);
  const csv = join(folder, "people.csv");
  writeFileSync(csv, text);
  return { folder, csv };
}

interface TokenLine {
  user: string;
  token_id: string;
  token: string;
}
const tokensIn = (file: string): TokenLine[] => parse(readFileSync(file), { columns: true });

for (const [family, open] of Object.entries(tokenFamilies)) {
  test(`on ${family}: everybody in a list gets a token, in a file of his own eyes only`, async (t) => {
    const tokens = await open(t);
    const { folder, csv } = csvFile(t, people);
    const { code, stdout, stderr } = await tokens(["import", csv]);
    assert.deepEqual([code, stdout], [0, ""]);
    assert.match(
      stderr,
      /^2 tokens made, 0 people had one\. They stand in .*people\.tokens\.csv: hand them out/,
    );
    const file = join(folder, "people.tokens.csv");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const lines = tokensIn(file);
    assert.deepEqual(
      lines.map(({ user }) => user),
      ["ann@example.com", "bob@example.com"],
    );
    const { stdout: verdict } = await tokens(["verify"], lines[0]!.token);
    assert.equal(verdict, `Token ${lines[0]!.token_id} is ann@example.com's (core); it is enabled.\n`);
  });

  test(`on ${family}: the same list again adds only who is missing`, async (t) => {
    const tokens = await open(t);
    const { folder, csv } = csvFile(t, people);
    await addToken(tokens, "--user", "Ann@example.com");
    await tokens(["disable", "Ann@example.com"]);
    assert.equal((await tokens(["import", csv])).code, 0);
    writeFileSync(csv, `${people}eve@example.com,,\n`);
    assert.equal((await tokens(["import", csv])).code, 0);
    assert.match((await tokens(["import", csv])).stderr, /All 3 people have a token already/);
    const users = (await listTokens(tokens)).map((row) => row["user_id"]);
    assert.deepEqual(users, ["Ann@example.com", "bob@example.com", "eve@example.com"]);
    assert.deepEqual(readdirSync(folder), ["people.2.tokens.csv", "people.csv", "people.tokens.csv"]);
  });
}

const openLocal = tokenFamilies["the embedded stores"]!;

test("a dry run shows the table and calls nothing", async (t) => {
  const { folder, csv } = csvFile(t, people);
  const unreachable = awsEnv(new URL("http://127.0.0.1:1"));
  const args = ["import", csv, "--dry-run", "--region", "us-east-1"];
  const { code, stdout } = await runScript("tokens", args, { env: unreachable });
  assert.equal(code, 0);
  assert.match(stdout, /^USER +TEAM +EXPIRES +MODELS +NOTE\nann@example\.com +core +any +Ann\n/);
  assert.deepEqual(readdirSync(folder), ["people.csv"]);
});

test("a list as spreadsheets write it: a byte order mark, CRLF, quotes, columns in any order", async (t) => {
  const tokens = await openLocal(t);
  const { csv } = csvFile(
    t,
    '\uFEFFTeam,User,Models\r\n"core, web","""ann""@example.com",gpt-5.5 gpt-6-sol\r\n\r\n',
  );
  assert.equal((await tokens(["import", csv])).code, 0);
  const [row] = await listTokens(tokens);
  assert.deepEqual(
    [row?.["user_id"], row?.["team"], row?.["models"]],
    ['"ann"@example.com', "core, web", ["gpt-5.5", "gpt-6-sol"]],
  );
});

for (const [what, csv, sentence] of [
  ["no header", "ann@example.com,core\n", /line 1: a header with the column "user" is missing/],
  ["an unknown column", "user,mail\na,b\n", /line 1: no column is called "mail"; there are user, /],
  ["the same person twice", "user\nann\nbob\nANN\n", /line 4: ANN stands in line 2 already/],
  ["a row too short", "user,team\nann\n", /line 2: it has not as many cells as the header/],
  ["a quote that never ends", 'user\n"ann\n', /line 2: its quotes can't be told apart/],
  ["a person without a name", "user,team\n,core\n", /line 2: the user is missing/],
  [
    "an expiry that has passed",
    "user,expires\nann,2020-01-01\n",
    /line 2: expires "2020-01-01" has passed already/,
  ],
  ["a line break in a name", 'user\n"a\nb"\n', /line 3: user must be one line/],
  ["nobody", "user\n", /there is nobody in it/],
  ["nothing at all", "", /there is nobody in it/],
] as const) {
  test(`a list with ${what} is refused in one sentence, and nothing is changed`, async (t) => {
    const tokens = await openLocal(t);
    const { folder, csv: file } = csvFile(t, csv);
    const { code, stderr } = await tokens(["import", file]);
    assert.equal(code, 1);
    assert.match(stderr, sentence);
    assert.match(stderr, /^[^\n]+\n$/);
    assert.deepEqual(readdirSync(folder), ["people.csv"]);
    assert.deepEqual(await listTokens(tokens), []);
  });
}

for (const [what, name, sentence] of [
  ["is not there", "nobody.csv", "there is no such file"],
  ["is a folder", ".", "it is a folder, not a file"],
] as const) {
  test(`a list that ${what} is refused in one sentence, and nothing is changed`, async (t) => {
    const csv = join(temporaryFolder(t), name);
    const { code, stdout, stderr } = await (await openLocal(t))(["import", csv]);
    assert.deepEqual([code, stdout, stderr], [1, "", `tokens: ${csv}: ${sentence}; nothing was changed\n`]);
  });
}

test("a list of a million rows is refused before it fills the memory", async (t) => {
  const rows = Array.from({ length: 1_000_000 }, (_, index) => `u${index}`).join("\n");
  const { csv } = csvFile(t, `user\n${rows}\n`);
  const { code, stderr } = await (await openLocal(t))(["import", csv]);
  assert.equal(code, 1);
  assert.match(stderr, /more than 100000 people: split the file; nothing was changed\n$/);
});

test("a file for the tokens that git would take is refused", async (t) => {
  const { csv } = csvFile(t, people);
  const { code, stderr } = await (await openLocal(t))(["import", csv, "--out", "tokens.csv"]);
  assert.equal(code, 2);
  assert.match(stderr, /--out must end in \.tokens\.csv, which \.gitignore covers/);
});

test("tokens in clear text are taken over from another table as hashes, and that table stays as it is", async (t) => {
  const { url, client, close } = await startDynamoDb();
  t.after(close);
  await client.send(
    new CreateTableCommand({
      TableName: "old",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "token", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "token", KeyType: "HASH" }],
    }),
  );
  const { token } = makeDeveloperToken();
  const items = [
    { token: { S: token }, user_id: { S: "ann@example.com" }, enabled: { BOOL: false }, team: { S: "core" } },
    { token: { S: "some-other-shape" }, user_id: { S: "bob@example.com" } },
    { token: { S: makeDeveloperToken().token } },
  ];
  for (const Item of items) await client.send(new PutItemCommand({ TableName: "old", Item }));
  const before = await client.send(new ScanCommand({ TableName: "old" }));
  const run = (...args: string[]) =>
    runScript("tokens", [...args, "--region", "us-east-1"], { env: awsEnv(url) });

  assert.match(
    (await run("import", "--from-table", "old", "--dry-run")).stderr,
    /^1 tokens would be taken over/,
  );
  assert.equal((await run("list", "--json")).stdout, "[]\n");
  const { stderr } = await run("import", "--from-table", "old");
  assert.match(
    stderr,
    /^1 tokens taken over from old, 0 were here already\.\nLeft out: 1 that are no .* 1 without/,
  );
  assert.match(
    (await run("import", "--from-table", "old")).stderr,
    /^0 tokens taken over from old, 1 were here/,
  );
  const [row] = JSON.parse((await run("list", "--json", "--keys")).stdout);
  assert.deepEqual(
    [row.user_id, row.enabled, row.team, row.token_hash],
    ["ann@example.com", false, "core", hash("sha256", token)],
  );
  assert.deepEqual((await client.send(new ScanCommand({ TableName: "old" }))).Items, before.Items);
});
