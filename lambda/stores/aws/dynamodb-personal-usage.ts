import { type DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { type LedgerEntry, hoursOfDay, personPrefix } from "../../domain/ledger-entry.ts";
import type { PersonalUsage } from "../usage-ledger.ts";
import { ledgerLineOf } from "./dynamodb-usage-ledger-reader.ts";

/** Enough to hide the way there and back; the client opens no more than fifty connections. */
const queriesAtOnce = 40;

/**
 * The ledger's sort key begins with the hour, so one person's day is 24 queries, each of which reads his lines and
 * nothing else: half a read unit, where the day of a large company would be hundreds.
 */
export class DynamoDbPersonalUsage implements PersonalUsage {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async readPerson(userId: string, utcDays: readonly string[]): Promise<LedgerEntry[]> {
    const lines: LedgerEntry[] = [];
    const remaining = utcDays.flatMap((day) => hoursOfDay.map((hour) => ({ day, hour }))).values();
    const worker = async (): Promise<void> => {
      for (const { day, hour } of remaining)
        lines.push(...(await this.#query(day, personPrefix(hour, userId))));
    };
    await Promise.all(Array.from({ length: queriesAtOnce }, worker));
    return lines;
  }

  async #query(day: string, prefix: string): Promise<LedgerEntry[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#tableName,
        KeyConditionExpression: "#day = :day AND begins_with(series, :prefix)",
        ExpressionAttributeNames: { "#day": "day" },
        ExpressionAttributeValues: { ":day": { S: day }, ":prefix": { S: prefix } },
      },
    );
    const lines: LedgerEntry[] = [];
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        const line = ledgerLineOf(day, item);
        if (!("fault" in line)) lines.push(line);
      }
    }
    return lines;
  }
}
