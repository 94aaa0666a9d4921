import { type AttributeValue, type DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { type LedgerEntry, readLedgerLine } from "../../domain/ledger-entry.ts";
import type { UsageLedgerReader } from "../usage-ledger.ts";

export class DynamoDbUsageLedgerReader implements UsageLedgerReader {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async *readDay(day: string, onFault: (fault: string) => void = () => {}): AsyncIterable<LedgerEntry> {
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
        const line = ledgerLineOf(day, item);
        if ("fault" in line) onFault(line.fault);
        else yield line;
      }
    }
  }
}

export function ledgerLineOf(
  day: string,
  item: Record<string, AttributeValue>,
): LedgerEntry | { fault: string } {
  return readLedgerLine({
    day,
    seriesKey: item["series"]?.S ?? "",
    team: item["team"]?.S ?? null,
    counter: (name) => numberOf(item[name]),
  });
}

function numberOf(attribute: AttributeValue | undefined): number | undefined {
  return attribute?.N === undefined ? undefined : Number(attribute.N);
}
