import { type DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { type Counters, type LedgerEntry, counterNames, parseSeriesKey } from "../../domain/ledger-entry.ts";
import type { UsageLedgerReader } from "../usage-ledger.ts";

export class DynamoDbUsageLedgerReader implements UsageLedgerReader {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async *readDay(day: string): AsyncIterable<LedgerEntry> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#tableName,
        KeyConditionExpression: "#day = :day",
        ExpressionAttributeNames: { "#day": "day" },
        ExpressionAttributeValues: { ":day": { S: day } },
      },
    );
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        const series = parseSeriesKey(item["series"]?.S ?? "");
        if (series === undefined) continue;
        // A counter that was never added to is not there: it is nought.
        const counters = Object.fromEntries(
          counterNames.map((name) => [name, Number(item[name]?.N ?? 0)]),
        ) as Counters;
        yield { day, series, team: item["team"]?.S ?? null, counters };
      }
    }
  }
}
