import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { type LedgerEntry, counterNames, seriesKey } from "../../domain/ledger-entry.ts";
import type { UsageLedger } from "../usage-ledger.ts";

export class DynamoDbUsageLedger implements UsageLedger {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async add(entry: LedgerEntry): Promise<void> {
    const additions = counterNames.filter((name) => entry.counters[name] !== 0);
    if (additions.length === 0) return;
    const team = entry.team === null ? "" : "SET team = :team ";
    await this.#client.send(
      new UpdateItemCommand({
        TableName: this.#tableName,
        Key: { day: { S: entry.day }, series: { S: seriesKey(entry.series) } },
        // ADD is atomic and makes what is not there yet:
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.ADD
        UpdateExpression: `${team}ADD ${additions.map((name) => `${name} :${name}`).join(", ")}`,
        ExpressionAttributeValues: {
          ...Object.fromEntries(additions.map((name) => [`:${name}`, { N: String(entry.counters[name]) }])),
          ...(entry.team !== null && { ":team": { S: entry.team } }),
        },
      }),
    );
  }
}
