import { hash } from "node:crypto";
import { type AttributeValue, paginateScan } from "@aws-sdk/client-dynamodb";
import { isWellFormedToken, tokenIdOf } from "../../lambda/domain/proxy-token.ts";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { createDynamoDbClient } from "../../lambda/stores/aws/aws-clients.ts";
import type { TokenAdmin } from "../../lambda/stores/token-store.ts";

interface TakeOver {
  tokens: TokenAdmin;
  region: string | undefined;
  dryRun: boolean;
  tokenAttribute: string;
  userAttribute: string;
  nowMs: number;
  progress?: (count: number) => void;
}

interface TakenOver {
  added: number;
  known: number;
  /** Of another shape: the proxy would refuse them before it looked them up. */
  foreign: number;
  nameless: number;
}

/** Copies the tokens of a table that holds them in clear text, as their hashes. Only reads there, and overwrites nothing here. */
export async function importFromTable(table: string, options: TakeOver): Promise<TakenOver> {
  const { tokens, dryRun, region, progress } = options;
  if (region !== undefined) process.env["AWS_REGION"] = region;
  const result: TakenOver = { added: 0, known: 0, foreign: 0, nameless: 0 };
  const take = async (item: Item): Promise<void> => {
    const record = recordOf(item, options);
    if (typeof record === "string") result[record]++;
    else if (dryRun ? (await tokens.find(record.tokenHash)) === undefined : await tokens.add(record))
      result.added++;
    else result.known++;
  };
  let read = 0;
  // A page of the scan at a time: a megabyte, however large the table is.
  for await (const page of paginateScan({ client: createDynamoDbClient() }, { TableName: table })) {
    const items = (page.Items ?? []).values();
    const worker = async (): Promise<void> => {
      for (const item of items) {
        await take(item);
        if (++read % 100 === 0) progress?.(read);
      }
    };
    await Promise.all(Array.from({ length: 32 }, worker));
  }
  return result;
}

type Item = Record<string, AttributeValue>;

function recordOf(item: Item, options: TakeOver): TokenRecord | "foreign" | "nameless" {
  const token = item[options.tokenAttribute]?.S ?? "";
  const userId = item[options.userAttribute]?.S ?? item["user"]?.S ?? item["email"]?.S;
  if (!isWellFormedToken(token)) return "foreign";
  if (userId === undefined || userId === "") return "nameless";
  const tokenHash = hash("sha256", token);
  const [team, expiresAt, note] = [item["team"]?.S, item["expires_at"]?.S, item["note"]?.S];
  return {
    tokenHash,
    tokenId: tokenIdOf(tokenHash),
    userId,
    // As the proxy reads its own table: only what was switched off there stays off.
    enabled: item["enabled"] === undefined || item["enabled"].BOOL === true,
    createdAt: item["created_at"]?.S ?? new Date(options.nowMs).toISOString(),
    ...(team !== undefined && { team }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(item["models"]?.SS !== undefined && { models: item["models"].SS }),
    ...(note !== undefined && { note }),
  };
}
