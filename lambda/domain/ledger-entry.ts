import type { Client } from "./client.ts";
import { type Context, contextOf } from "./prices.ts";
import { type ExchangeSummary, utcDay } from "./exchange-record.ts";

/** Who and what a line of the usage ledger counts: one hour of one token with one model, tier, context and client. */
export interface Series {
  /** `00` to `23`, UTC: so that a report can be cut in any time zone. */
  hour: string;
  userId: string;
  tokenId: string;
  /** Empty where the exchange never got so far as to have one. */
  model: string;
  serviceTier: string;
  context: Context;
  client: string;
}

/** The counters of a ledger line, named as they are stored. They only ever grow by addition, so that two writers never lose a count. */
export const counterNames = [
  "requests",
  "failed_requests",
  "refused_requests",
  "estimated_requests",
  "input_tokens",
  "cached_input_tokens",
  "cache_write_tokens",
  "output_tokens",
  "reasoning_tokens",
  "total_ms",
] as const;

export type Counters = Record<(typeof counterNames)[number], number>;

/** One addition to the ledger, or one line read from it. */
export interface LedgerEntry {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  series: Series;
  team: string | null;
  counters: Counters;
}

const failedOutcomes = new Set(["failed", "upstream_error", "deadline", "client_closed"]);

export function ledgerEntryOf(summary: ExchangeSummary, client: Client): LedgerEntry {
  const { usage } = summary;
  return {
    day: utcDay(summary.startedAtMs),
    series: {
      hour: new Date(summary.startedAtMs).toISOString().slice(11, 13),
      userId: summary.userId,
      tokenId: summary.tokenId,
      model: summary.model ?? "",
      serviceTier: summary.serviceTier ?? "",
      context: contextOf(usage),
      client,
    },
    team: summary.team,
    counters: {
      requests: 1,
      failed_requests: failedOutcomes.has(summary.outcome) ? 1 : 0,
      refused_requests: summary.outcome === "refused" ? 1 : 0,
      estimated_requests: usage.source === "estimated" ? 1 : 0,
      input_tokens: usage.inputTokens,
      cached_input_tokens: usage.cachedInputTokens,
      cache_write_tokens: usage.cacheWriteTokens,
      output_tokens: usage.outputTokens,
      reasoning_tokens: usage.reasoningTokens,
      total_ms: summary.timing.totalMs,
    },
  };
}

/** A ledger line as a store holds it. */
export interface StoredLedgerLine {
  day: string;
  seriesKey: string;
  team: string | null;
  /** A counter, or undefined where the line has none of that name. */
  counter: (name: keyof Counters) => number | undefined;
}

/**
 * A ledger line as it was read. A counter that was never added to is not there, and is nought; but every exchange
 * adds to `requests`, so a line without it, like one with a broken key, is a fault.
 */
export function readLedgerLine(line: StoredLedgerLine): LedgerEntry | { fault: string } {
  const { day, seriesKey: key, team } = line;
  const series = parseSeriesKey(key);
  if (series === undefined) return { fault: `${day} ${key}: not a series of the ledger` };
  const counters = {} as Counters;
  for (const name of counterNames) {
    const count = line.counter(name) ?? (name === "requests" ? Number.NaN : 0);
    if (!Number.isSafeInteger(count))
      return { fault: `${day} ${key}: the counter ${name} is missing or broken` };
    counters[name] = count;
  }
  return { day, series, team, counters };
}

/** The sort key of a ledger line. Each part is escaped, so that a `#` in a user's name can't shift the parts behind it. */
export function seriesKey(series: Series): string {
  const { hour, userId, tokenId, model, serviceTier, context, client } = series;
  return [hour, userId, tokenId, model, serviceTier, context, client].map(escapePart).join("#");
}

/** How the keys of one person's lines of one hour begin; nobody else's do, since a `#` in a name is escaped. */
export function personPrefix(hour: string, userId: string): string {
  return `${hour}#${escapePart(userId)}#`;
}

/** `00` to `23`: the hours of a UTC day, as ledger keys begin with them. */
export const hoursOfDay = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));

/** The reverse of `seriesKey`; undefined for a key that is not one. */
export function parseSeriesKey(key: string): Series | undefined {
  // Reports read a hundred thousand of these, and hardly one has anything to undo.
  const parts = key.includes("%") ? key.split("#").map(unescapePart) : key.split("#");
  const [hour, userId, tokenId, model, serviceTier, context, client] = parts;
  if (parts.length !== 7) return undefined;
  return { hour, userId, tokenId, model, serviceTier, context, client } as Series;
}

function unescapePart(part: string): string {
  return part.replaceAll("%23", "#").replaceAll("%25", "%");
}

function escapePart(part: string): string {
  return part.replaceAll("%", "%25").replaceAll("#", "%23");
}
