import type { Body } from "./body.ts";
import type { Headers } from "./headers.ts";
import type { Usage } from "./usage.ts";

/** How an exchange ended. */
export type Outcome =
  | "completed"
  | "incomplete"
  | "failed"
  | "upstream_error"
  | "refused"
  | "client_closed"
  | "deadline"
  | "in_flight";

/** All of an exchange but the words: what stands in the first kilobyte of its archive object. */
export interface ExchangeSummary {
  id: string;
  startedAtMs: number;
  userId: string;
  tokenId: string;
  team: string | null;
  outcome: Outcome;
  model: string | null;
  isStream: boolean;
  serviceTier: string | null;
  usage: Usage;
  costMicroUsd: number | null;
  timing: { authMs: number; firstByteMs: number | null; totalMs: number };
  findings: readonly Finding[];
}

/** Secrets of one rule that were found in a request: the rule and what was done, never the value. */
export interface Finding {
  rule: string;
  action: "flag" | "redact" | "block";
  count: number;
}

/** The two long parts of an archive object, as they were. A body that is `undefined` is not to be kept, or there was none. */
export interface ExchangeWords {
  /** The organisation's key, of which nothing may be kept wherever it stands. */
  key: string | undefined;
  request: { method: string; path: string; headers: Headers; body: Body | undefined };
  response: { status: number; headers: Headers; body: Buffer | undefined };
}

/** Where an exchange lies: partitioned by UTC day and token, in the order of time within. */
export function archivePath(summary: Pick<ExchangeSummary, "id" | "startedAtMs" | "tokenId">): string {
  return `${archiveDayPath(utcDay(summary.startedAtMs))}token=${summary.tokenId}/${summary.id}.json.gz`;
}

/** The folder of a UTC day (`YYYY-MM-DD`), with its slash at the end. */
export function archiveDayPath(utcDay: string): string {
  const [year, month, day] = utcDay.split("-");
  return `logs/year=${year}/month=${month}/day=${day}/`;
}

/** `YYYY-MM-DD`, UTC. */
export function utcDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** The summary in the archive's own words and order, as docs/storage.md lists them. */
export function summaryJson(summary: ExchangeSummary): Record<string, unknown> {
  const { usage, timing } = summary;
  return {
    v: 1,
    id: summary.id,
    time: new Date(summary.startedAtMs).toISOString(),
    user_id: summary.userId,
    token_id: summary.tokenId,
    team: summary.team,
    outcome: summary.outcome,
    model: summary.model,
    stream: summary.isStream,
    service_tier: summary.serviceTier,
    usage: {
      input_tokens: usage.inputTokens,
      cached_input_tokens: usage.cachedInputTokens,
      cache_write_tokens: usage.cacheWriteTokens,
      output_tokens: usage.outputTokens,
      reasoning_tokens: usage.reasoningTokens,
      source: usage.source,
    },
    cost_usd: summary.costMicroUsd === null ? null : summary.costMicroUsd / 1_000_000,
    timing: {
      auth_ms: timing.authMs,
      first_byte_ms: timing.firstByteMs,
      total_ms: timing.totalMs,
    },
    findings: summary.findings,
  };
}
