import type { TestContext } from "node:test";
import { limits } from "../../lambda/domain/limits.ts";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import type { Reply } from "../../lambda/exchange.ts";
import { createProxy } from "../../lambda/proxy.ts";
import { type RecordParts, recordTo } from "../../lambda/steps/record.ts";
import type { Archive } from "../../lambda/stores/archive.ts";
import { FolderArchive } from "../../lambda/stores/local/folder-archive.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteUsageLedger } from "../../lambda/stores/local/sqlite-usage-ledger.ts";
import type { UsageLedger } from "../../lambda/stores/usage-ledger.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** One exchange to be made up: what is left out is ordinary. */
export interface MadeUpExchange {
  at?: string;
  user?: string;
  team?: string;
  tokenId?: string;
  model?: string;
  tier?: string;
  status?: number;
  originator?: string;
  input?: number;
  cached?: number;
  output?: number;
  reasoning?: number;
  /** Text of the request body, to make it as large as real ones. */
  prompt?: string;
}

export interface UsageRecorder {
  dataDir: string;
  send: (exchange: MadeUpExchange) => Promise<void>;
}

/** The real proxy over the real embedded stores, with an OpenAI that answers as each exchange says. */
export async function usageRecorder(
  t: Pick<TestContext, "after">,
  options: { ledger?: UsageLedger; archive?: Archive; gather?: () => Promise<void>; now?: () => number } = {},
): Promise<UsageRecorder> {
  const dataDir = temporaryFolder(t);
  const database = openLocalDatabase(dataDir);
  t.after(() => database.close());
  const archive = options.archive ?? new FolderArchive(dataDir);
  const ledger = options.ledger ?? new SqliteUsageLedger(database);
  return { dataDir, send: (exchange) => sendThrough(exchange, { ...options, archive, ledger }) };
}

async function sendThrough(
  made: MadeUpExchange,
  parts: Pick<RecordParts, "archive" | "ledger" | "gather"> & { now?: () => number },
): Promise<void> {
  const now = parts.now ?? ((): number => Date.parse(made.at ?? "2026-10-15T10:30:00Z"));
  const proxy = createProxy({
    routes: "standard",
    authenticate: async (exchange) => (exchange.caller = callerOf(made)),
    inspect: async (_caller, _exchange, body) => body,
    forward: async () => ({
      status: made.status ?? 200,
      headers: { "content-type": "application/json" },
      receive: async (onChunk) => {
        onChunk(Buffer.from(JSON.stringify(answerOf(made))));
        return { kind: "whole" };
      },
      resume: () => {},
      discard: () => {},
    }),
    recorder: recordTo({
      knownBlocksBytes: limits.knownBlocksBytes,
      ...parts,
      logBodies: "full",
      inFlightRecords: false,
      log: () => {},
      functionName: "test",
      now,
    }),
    now,
  });
  const body = Buffer.from(JSON.stringify({ model: made.model ?? "gpt-5.5", input: made.prompt ?? "hello" }));
  const request = {
    method: "POST",
    path: "/v1/responses",
    query: "",
    headers: { "content-type": "application/json", originator: made.originator ?? "codex_cli_rs" },
    deadlineMs: Infinity,
    readBody: async () => bodyOf(body),
  };
  await proxy(request, silentReply());
}

function callerOf({
  user = "alice@example.com",
  team,
  tokenId = "0123456789ab",
}: MadeUpExchange): TokenRecord {
  return {
    tokenHash: tokenId.padEnd(64, "0"),
    tokenId,
    userId: user,
    enabled: true,
    createdAt: "2026-01-01T00:00:00Z",
    ...(team !== undefined && { team }),
  };
}

function answerOf(made: MadeUpExchange): object {
  const { input = 1_000, cached = 0, output = 500, reasoning = 0 } = made;
  return {
    object: "response",
    status: "completed",
    model: made.model ?? "gpt-5.5-2026-04-24",
    service_tier: made.tier ?? "default",
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: cached },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: input + output,
    },
  };
}

function silentReply(): Reply {
  const body = { write: () => true, once: () => {}, end: () => {} };
  return { open: () => body, body, onGone: () => {} };
}
