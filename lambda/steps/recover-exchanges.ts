import { archiveObject } from "../domain/archive-object.ts";
import { KnownBlocks } from "../domain/known-blocks.ts";
import { type ExchangeSummary, archivePath } from "../domain/exchange-record.ts";
import type { MetricName } from "../domain/metric-names.ts";
import { describeError } from "../domain/refusal.ts";
import { noUsage } from "../domain/usage.ts";
import type { Archive } from "../stores/archive.ts";
import type { BegunExchange, LeftJournal } from "../stores/exchange-journal.ts";
import { SpooledError } from "../stores/persistent-stores.ts";
import { embeddedMetrics } from "./embedded-metrics.ts";

export interface RecoveryParts {
  archive: Archive;
  log: (line: string) => void;
  functionName: string;
  now: () => number;
}

/**
 * Names what was under way when a process before this one was killed: an `in_flight` record for each that left none,
 * without the words, which nobody has, and a log line. Never rejects.
 */
export async function recoverExchanges(left: readonly LeftJournal[], parts: RecoveryParts): Promise<void> {
  for (const journal of left) {
    let isKept = true;
    for (const exchange of journal.exchanges) isKept = (await recover(exchange, parts)) && isKept;
    // What could not be kept is tried again at the next start.
    if (isKept) journal.remove();
  }
}

async function recover(exchange: BegunExchange, parts: RecoveryParts): Promise<boolean> {
  const summary = summaryOf(exchange);
  const { method, path } = exchange;
  const object = await archiveObject(
    summary,
    {
      key: undefined,
      request: { method, path, headers: {}, body: undefined },
      response: { status: 0, headers: {}, body: undefined },
    },
    new KnownBlocks(0),
  );
  try {
    const isNew = await parts.archive.putIfAbsent(archivePath(summary), object);
    if (isNew) parts.log(logLine(exchange, { ArchiveRecovered: 1 }, parts));
    return true;
  } catch (error) {
    const isSpooled = error instanceof SpooledError;
    const metric = isSpooled ? "ArchiveSpooled" : "ArchiveWriteFailures";
    parts.log(logLine(exchange, { ArchiveRecovered: 1, [metric]: 1 }, parts, describeError(error)));
    return isSpooled;
  }
}

function summaryOf({ id, startedAtMs, tokenId, userId, team }: BegunExchange): ExchangeSummary {
  return {
    id,
    startedAtMs,
    tokenId,
    userId,
    team,
    outcome: "in_flight",
    model: null,
    isStream: false,
    serviceTier: null,
    usage: noUsage,
    costMicroUsd: null,
    timing: { authMs: 0, firstByteMs: null, totalMs: 0 },
    findings: [],
  };
}

function logLine(
  { id, startedAtMs, tokenId, userId, method, path }: BegunExchange,
  metrics: { [name in MetricName]?: number },
  { functionName, now }: RecoveryParts,
  archiveError?: string,
): string {
  return JSON.stringify({
    level: "WARN",
    message: "cut off by the end of its process",
    id,
    time: new Date(startedAtMs).toISOString(),
    user_id: userId,
    token_id: tokenId,
    outcome: "in_flight",
    method,
    path,
    archive_error: archiveError,
    ...embeddedMetrics(metrics, { functionName, nowMs: now() }),
  });
}
