import { setTimeout as wait } from "node:timers/promises";
import { type AttributeValue, BatchWriteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";

type Item = Record<string, AttributeValue>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const itemsPerBatch = 25;
const batchesAtOnce = 8;
const tries = 8;

/** Puts many items. An item of the same key is overwritten: a batch has no conditions. */
export async function batchPut(
  client: DynamoDBClient,
  tableName: string,
  items: readonly Item[],
): Promise<void> {
  const starts = Array.from({ length: Math.ceil(items.length / itemsPerBatch) }, (_, n) => n * itemsPerBatch);
  const remaining = starts.values();
  const worker = async (): Promise<void> => {
    for (const start of remaining)
      await putBatch(client, tableName, items.slice(start, start + itemsPerBatch));
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, worker));
}

/** What a busy table leaves undone comes back in the answer, and is sent again after a pause that doubles. */
async function putBatch(client: DynamoDBClient, tableName: string, items: readonly Item[]): Promise<void> {
  let requests = items.map((Item) => ({ PutRequest: { Item } })) as object[];
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await wait(50 * 2 ** attempt);
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
    );
    requests = UnprocessedItems?.[tableName] ?? [];
    if (requests.length === 0) return;
  }
  throw new Error(`the table ${tableName} is too busy: it left ${requests.length} of a batch undone`);
}
