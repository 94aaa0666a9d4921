import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Counters, LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { DynamoDbPersonalUsage } from "../../lambda/stores/aws/dynamodb-personal-usage.ts";
import { DynamoDbUsageLedger } from "../../lambda/stores/aws/dynamodb-usage-ledger.ts";
import { DynamoDbUsageLedgerReader } from "../../lambda/stores/aws/dynamodb-usage-ledger-reader.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteUsageLedger } from "../../lambda/stores/local/sqlite-usage-ledger.ts";
import type { PersonalUsage, UsageLedger, UsageLedgerReader } from "../../lambda/stores/usage-ledger.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";

const families: Record<
  string,
  (t: TestContext) => Promise<{ ledger: UsageLedger; reader: UsageLedgerReader; usage: PersonalUsage }>
> = {
  async DynamoDB(t) {
    const { client, usageTable, close } = await startDynamoDb();
    t.after(close);
    return {
      ledger: new DynamoDbUsageLedger(client, usageTable),
      reader: new DynamoDbUsageLedgerReader(client, usageTable),
      usage: new DynamoDbPersonalUsage(client, usageTable),
    };
  },
  async SQLite(t) {
    const ledger = new SqliteUsageLedger(openLocalDatabase(temporaryFolder(t)));
    return { ledger, reader: ledger, usage: ledger };
  },
};

const counters: Counters = {
  requests: 1,
  failed_requests: 0,
  refused_requests: 0,
  estimated_requests: 0,
  input_tokens: 1234,
  cached_input_tokens: 1024,
  cache_write_tokens: 0,
  output_tokens: 56,
  reasoning_tokens: 12,
  total_ms: 900,
};
const entry: LedgerEntry = {
  day: "2026-11-22",
  series: {
    hour: "07",
    userId: "ann#1@example.com",
    tokenId: "0123456789ab",
    model: "gpt-5.5",
    serviceTier: "default",
    context: "standard",
    client: "exec",
  },
  team: "platform",
  counters,
};

for (const [family, open] of Object.entries(families)) {
  test(`${family} reads an entry back as it was added`, async (t) => {
    const { ledger, reader } = await open(t);
    await ledger.add(entry);
    assert.deepEqual(await Array.fromAsync(reader.readDay("2026-11-22")), [entry]);
    assert.deepEqual(await Array.fromAsync(reader.readDay("2026-11-23")), []);
  });

  test(`${family} adds up what belongs together and keeps apart what does not`, async (t) => {
    const { ledger, reader } = await open(t);
    await ledger.add(entry);
    await ledger.add({ ...entry, series: { ...entry.series, model: "gpt-6.1-sol" }, team: null });
    await ledger.add(entry);
    const lines = await Array.fromAsync(reader.readDay(entry.day));
    assert.deepEqual(
      lines.map((line) => [line.series.model, line.team, line.counters.requests, line.counters.input_tokens]),
      [
        ["gpt-5.5", "platform", 2, 2468],
        ["gpt-6.1-sol", null, 1, 1234],
      ],
    );
  });

  test(`${family} tells one person's lines from all others', of the days that were asked for`, async (t) => {
    const { ledger, usage } = await open(t);
    const of = (userId: string, hour: string, day = entry.day) =>
      ledger.add({ ...entry, day, series: { ...entry.series, userId, hour } });
    await Promise.all([
      of("ann", "00"),
      of("ann", "23"),
      of("ann", "12", "2026-11-23"),
      of("ann", "12", "2026-11-24"),
    ]);
    await Promise.all([of("ann#1", "00"), of("ann%23", "00"), of("anna", "00"), of("", "00")]);
    const lines = await usage.readPerson("ann", ["2026-11-22", "2026-11-23"]);
    const found = lines.map(({ day, series }) => `${day} ${series.hour} ${series.userId}`).toSorted();
    assert.deepEqual(found, ["2026-11-22 00 ann", "2026-11-22 23 ann", "2026-11-23 12 ann"]);
  });

  test(`${family} loses no count of 200 exchanges at once`, async (t) => {
    const { ledger, reader } = await open(t);
    await Promise.all(Array.from({ length: 200 }, () => ledger.add(entry)));
    const [line] = await Array.fromAsync(reader.readDay(entry.day));
    assert.equal(line?.counters.requests, 200);
    assert.equal(line?.counters.output_tokens, 200 * 56);
  });
}
