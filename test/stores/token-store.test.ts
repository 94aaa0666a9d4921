import assert from "node:assert/strict";
import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { type TestContext, test } from "node:test";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { DynamoDbTokenAdmin } from "../../lambda/stores/aws/dynamodb-token-admin.ts";
import { DynamoDbTokenStore } from "../../lambda/stores/aws/dynamodb-token-store.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteTokenStore } from "../../lambda/stores/local/sqlite-token-store.ts";
import type { TokenAdmin, TokenStore } from "../../lambda/stores/token-store.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";

/** The contract of both families: what one does, the other does. */
const families: Record<string, (t: TestContext) => Promise<{ store: TokenStore; admin: TokenAdmin }>> = {
  async DynamoDB(t) {
    const { client, tokensTable, close } = await startDynamoDb();
    t.after(close);
    return {
      store: new DynamoDbTokenStore(client, tokensTable),
      admin: new DynamoDbTokenAdmin(client, tokensTable),
    };
  },
  async SQLite(t) {
    const store = new SqliteTokenStore(openLocalDatabase(temporaryFolder(t)));
    return { store, admin: store };
  },
};

const plain: TokenRecord = {
  tokenHash: "0".repeat(64),
  tokenId: "0".repeat(12),
  userId: "ann@example.com",
  enabled: true,
  createdAt: "2026-11-22T10:00:00.000Z",
};
const full: TokenRecord = {
  ...plain,
  tokenHash: "1".repeat(64),
  tokenId: "1".repeat(12),
  enabled: false,
  team: "platform",
  expiresAt: "2027-01-01T00:00:00.000Z",
  models: ["gpt-5.5", "gpt-6.1-sol"],
  monthlyBudgetUsd: 12.5,
  secretScan: "redact",
  note: "laptop – Zoë's",
};

for (const [family, open] of Object.entries(families)) {
  test(`${family} gives a token back as it was added, with and without its optional parts`, async (t) => {
    const { store, admin } = await open(t);
    await admin.add(plain);
    await admin.add(full);
    assert.deepEqual(await store.find(plain.tokenHash), plain);
    const found = await store.find(full.tokenHash);
    assert.deepEqual({ ...found, models: found?.models?.toSorted() }, full);
  });

  test(`${family} knows nothing of a token that was never added`, async (t) => {
    const { store, admin } = await open(t);
    await admin.add(plain);
    assert.equal(await store.find("2".repeat(64)), undefined);
  });

  test(`${family} refuses to overwrite a token`, async (t) => {
    const { store, admin } = await open(t);
    await admin.add(plain);
    assert.equal(await admin.add({ ...plain, userId: "mallory@example.com" }), false);
    assert.equal((await store.find(plain.tokenHash))?.userId, "ann@example.com");
  });

  test(`${family} shows a switched token as switched at the very next look`, async (t) => {
    const { store, admin } = await open(t);
    await admin.add(plain);
    assert.equal(await admin.update(plain.tokenHash, { enabled: false }), true);
    assert.equal((await store.find(plain.tokenHash))?.enabled, false);
    assert.equal(await admin.update(plain.tokenHash, { enabled: true }), true);
    assert.deepEqual(await store.find(plain.tokenHash), plain);
  });

  test(`${family} makes no token by switching one that is not there`, async (t) => {
    const { store, admin } = await open(t);
    assert.equal(await admin.update(plain.tokenHash, { enabled: true }), false);
    assert.equal(await store.find(plain.tokenHash), undefined);
  });

  test(`${family} lists every token`, async (t) => {
    const { admin } = await open(t);
    for (let i = 0; i < 60; i++) {
      const tokenHash = String(i).padStart(64, "0");
      await admin.add({ ...plain, tokenHash, note: "x".repeat(200) });
    }
    const hashes = (await Array.fromAsync(admin.list())).map((record) => record.tokenHash);
    assert.equal(new Set(hashes).size, 60);
  });
}

test("DynamoDB: an `enabled` that an admin typed as a text or a number does not let anybody in", async (t) => {
  const { client, tokensTable, close } = await startDynamoDb();
  t.after(close);
  await new DynamoDbTokenAdmin(client, tokensTable).add(plain);
  for (const typed of [{ S: "true" }, { N: "1" }, { NULL: true }] as const) {
    await client.send(
      new UpdateItemCommand({
        TableName: tokensTable,
        Key: { token_hash: { S: plain.tokenHash } },
        UpdateExpression: "SET enabled = :typed",
        ExpressionAttributeValues: { ":typed": typed },
      }),
    );
    assert.equal((await new DynamoDbTokenStore(client, tokensTable).find(plain.tokenHash))?.enabled, false);
  }
});

test("DynamoDB: a table that is not there is an error, not an unknown token", async (t) => {
  const { client, close } = await startDynamoDb();
  t.after(close);
  await assert.rejects(
    new DynamoDbTokenStore(client, "no-such-table").find(plain.tokenHash),
    /ResourceNotFound|non-existent/,
  );
});

test("SQLite: whoever changes a token, by whatever connection, the next look-up has it", async (t) => {
  const folder = temporaryFolder(t);
  const [store, other] = [1, 2].map(() => new SqliteTokenStore(openLocalDatabase(folder))) as [
    SqliteTokenStore,
    SqliteTokenStore,
  ];
  const isEnabled = async (): Promise<boolean | undefined> => (await store.find(plain.tokenHash))?.enabled;
  await other.add(plain);
  assert.equal(await isEnabled(), true);
  await other.update(plain.tokenHash, { enabled: false });
  assert.equal(await isEnabled(), false);
  await store.update(plain.tokenHash, { enabled: true });
  assert.equal(await isEnabled(), true);
  await other.update(plain.tokenHash, { enabled: false });
  await store.add(full);
  assert.equal(await isEnabled(), false);
  await other.remove(plain.tokenHash);
  assert.equal(await isEnabled(), undefined);
  await other.add(plain);
  assert.equal(await isEnabled(), true);
  await store.remove(plain.tokenHash);
  assert.equal(await isEnabled(), undefined);
});

test("SQLite: a token that is looked up again is not read again", async (t) => {
  const store = new SqliteTokenStore(openLocalDatabase(temporaryFolder(t)));
  await store.add(plain);
  assert.equal(await store.find(plain.tokenHash), await store.find(plain.tokenHash));
});

test("SQLite: the database and the files beside it are their owner's alone, in whatever folder", async (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755);
  await new SqliteTokenStore(openLocalDatabase(folder)).add(plain);
  const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
  assert.deepEqual(Object.fromEntries(modes), {
    "codex-proxy.db": 0o600,
    "codex-proxy.db-shm": 0o600,
    "codex-proxy.db-wal": 0o600,
  });
});
