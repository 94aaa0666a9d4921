import { constants, gunzipSync } from "node:zlib";
import { type Client, clientOf } from "./client.ts";
import { type ExchangeSummary, type Outcome, archivePath } from "./exchange-record.ts";
import type { Headers } from "./headers.ts";
import type { Usage } from "./usage.ts";

/** What the first bytes of an archive object tell: all of an exchange but the words. */
export type ArchiveStart =
  | { kind: "exchange"; summary: ExchangeSummary; client: Client; isTorn: boolean }
  /** More bytes are needed. */
  | { kind: "cut" }
  /** Not an exchange, or only a piece of one. */
  | { kind: "foreign"; why: string };

/**
 * Reads the start of an archive object, which is gzip, cut off anywhere, and possibly of several members.
 * @param path where it lies; an object whose words disagree with its place would be counted twice, or for another
 * @param isWhole there is no more of it
 */
export function readArchiveStart(path: string, start: Buffer, isWhole: boolean): ArchiveStart {
  if (start.length === 0) return { kind: "foreign", why: "empty" };
  const text = inflate(start);
  if (text === undefined) return { kind: "foreign", why: "not gzip" };
  const fields = parseStart(text);
  if (fields === undefined) {
    if (!isWhole) return { kind: "cut" };
    return { kind: "foreign", why: text.startsWith('{"v":1,') ? "half-written" : "not an exchange" };
  }
  const summary = summaryFromJson(fields.summary);
  if (summary === undefined || archivePath(summary) !== path) {
    return { kind: "foreign", why: summary === undefined ? "not an exchange" : "not of this path" };
  }
  // All that was read of it, and its end is not there: its words are lost, its counts are not.
  const isTorn = isWhole && !text.endsWith("}\n");
  return { kind: "exchange", summary, client: clientOf(fields.headers), isTorn };
}

function inflate(start: Buffer): string | undefined {
  try {
    // What is there is given out, whether or not the stream ends: https://nodejs.org/api/zlib.html#compressing-http-requests-and-responses
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Quotes inside JSON strings are escaped, so that these can't be found in any value. */
const requestMark = ',"request":{';
const headersMark = ',"headers":{';
const bodyMark = '},"body":';

function parseStart(text: string): { summary: unknown; headers: Headers } | undefined {
  const requestAt = text.indexOf(requestMark);
  const headersAt = text.indexOf(headersMark, requestAt);
  const bodyAt = text.indexOf(bodyMark, headersAt);
  if (requestAt === -1 || headersAt === -1 || bodyAt === -1) return undefined;
  try {
    return {
      summary: JSON.parse(`${text.slice(0, requestAt)}}`),
      headers: JSON.parse(text.slice(headersAt + headersMark.length - 1, bodyAt + 1)) as Headers,
    };
  } catch {
    return { summary: undefined, headers: {} };
  }
}

/** The reverse of `summaryJson`; undefined for what is none. */
function summaryFromJson(json: unknown): ExchangeSummary | undefined {
  if (!isObject(json) || json["v"] !== 1) return undefined;
  const startedAtMs = Date.parse(String(json["time"]));
  const usage = usageFromSummary(json["usage"]);
  const { id, user_id: userId, token_id: tokenId, timing, cost_usd: costUsd } = json;
  if (typeof id !== "string" || typeof userId !== "string" || typeof tokenId !== "string") return undefined;
  if (Number.isNaN(startedAtMs) || usage === undefined || !isObject(timing)) return undefined;
  return {
    id,
    startedAtMs,
    userId,
    tokenId,
    team: textOrNull(json["team"]),
    outcome: json["outcome"] as Outcome,
    model: textOrNull(json["model"]),
    isStream: json["stream"] === true,
    serviceTier: textOrNull(json["service_tier"]),
    usage,
    costMicroUsd: typeof costUsd === "number" ? Math.round(costUsd * 1_000_000) : null,
    timing: {
      authMs: Number(timing["auth_ms"]),
      firstByteMs: timing["first_byte_ms"] === null ? null : Number(timing["first_byte_ms"]),
      totalMs: Number(timing["total_ms"]),
    },
    findings: (json["findings"] ?? []) as ExchangeSummary["findings"],
  };
}

function usageFromSummary(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const counts = {
    inputTokens: usage["input_tokens"],
    cachedInputTokens: usage["cached_input_tokens"],
    cacheWriteTokens: usage["cache_write_tokens"],
    outputTokens: usage["output_tokens"],
    reasoningTokens: usage["reasoning_tokens"],
  };
  const isSound = Object.values(counts).every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
  return isSound ? ({ ...counts, source: usage["source"] } as Usage) : undefined;
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
