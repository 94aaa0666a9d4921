import { elapsedMs } from "../domain/elapsed-ms.ts";
import { type ExchangeSummary, summaryJson } from "../domain/exchange-record.ts";
import { limits } from "../domain/limits.ts";
import type { MetricName } from "../domain/metric-names.ts";
import { causeOf } from "../domain/refusal.ts";
import { scrubText, scrubbedStart } from "../domain/scrub.ts";
import { type Exchange, fullPath } from "../exchange.ts";
import { embeddedMetrics } from "./embedded-metrics.ts";

/** What went wrong while the exchange was recorded; the caller never learns of it. */
export interface RecordErrors {
  archive?: RecordError | undefined;
  ledger?: RecordError | undefined;
}

export interface RecordError {
  /** Kept on this instance, to be written later; otherwise lost. */
  isSpooled: boolean;
  description: string;
}

/**
 * One request as one line of JSON: for people, for Logs Insights, and, by the embedded metric format, for alarms.
 * No body, no token and no key is in it.
 */
export function logLine(
  exchange: Exchange,
  summary: ExchangeSummary | undefined,
  errors: RecordErrors,
  options: { functionName: string; now: () => number },
): string {
  const { request, refusal, answer } = exchange;
  const nowMs = options.now();
  const metrics = metricsOf(exchange, summary, errors, nowMs);
  const line = {
    level: refusal === undefined && !errors.archive && !errors.ledger ? "INFO" : "WARN",
    message: "exchange",
    ...(summary === undefined ? anonymous(exchange) : summaryJson(summary)),
    client: exchange.client,
    method: request.method,
    path: scrubbedStart(fullPath(request), 200, exchange.key),
    status: refusal === undefined ? answer?.status : undefined,
    code: refusal?.reason.code,
    cause: refusal === undefined ? undefined : causeOf(refusal),
    upstream_ending: answer?.ending.kind,
    upstream_request_id: answer?.headers["x-request-id"],
    request_bytes: exchange.body?.length,
    response_bytes: answer?.body.length,
    archive_error: errors.archive?.description,
    ledger_error: errors.ledger?.description,
    ...embeddedMetrics(metrics, { functionName: options.functionName, nowMs }),
  };
  return scrubText(JSON.stringify(line), exchange.key);
}

/** A caller that could not be told: what a look at the log needs to see who knocks. */
function anonymous({ id, startedAtMs, request, key }: Exchange): object {
  return {
    id,
    time: new Date(startedAtMs).toISOString(),
    outcome: "refused",
    source_ip: request.source,
    user_agent: scrubbedStart(request.headers["user-agent"] ?? "", 200, key) || undefined,
  };
}

/** OpenAI's word that the request was wrong, which no alarm should wake anybody for; 429 is about the organisation. */
function isCallersFault(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 401 && status !== 429;
}

/** Only metrics that say something: one that is nought is left out, and an alarm treats it as such. */
function metricsOf(
  { refusal, answer, body, firstByteMs, startedAtMs, isScanUnfinished }: Exchange,
  summary: ExchangeSummary | undefined,
  errors: RecordErrors,
  nowMs: number,
): Partial<{ [name in MetricName]: number }> {
  const code = refusal?.reason.code;
  const metrics: { [name in Exclude<MetricName, "ArchiveRecovered">]: number | null | undefined } = {
    Requests: 1,
    Refused: Number(summary === undefined || summary.outcome === "refused"),
    FailedAttempts: Number(code === "invalid_proxy_token"),
    UpstreamErrors: Number(summary?.outcome === "upstream_error" && !isCallersFault(answer?.status)),
    TokenStoreErrors: Number(code === "token_store_unavailable"),
    KeyErrors: Number(code === "upstream_key_unavailable"),
    InternalErrors: Number(code === "internal_error"),
    ArchiveWriteFailures: Number(errors.archive?.isSpooled === false),
    LedgerWriteFailures: Number(errors.ledger?.isSpooled === false),
    ArchiveSpooled: Number(errors.archive?.isSpooled === true),
    LedgerSpooled: Number(errors.ledger?.isSpooled === true),
    UnpricedRequests: Number(summary !== undefined && summary.costMicroUsd === null),
    SecretFindings: summary?.findings.reduce((sum, finding) => sum + finding.count, 0),
    SecretScansUnfinished: Number(isScanUnfinished === true),
    LargeBodies: Number((body?.length ?? 0) > limits.largeBodyBytes),
    InputTokens: summary?.usage.inputTokens,
    OutputTokens: summary?.usage.outputTokens,
    FirstByteMs: firstByteMs,
    TotalMs: summary?.timing.totalMs ?? elapsedMs(startedAtMs, nowMs),
  };
  const said: { [name in MetricName]?: number } = {};
  let name: keyof typeof metrics;
  for (name in metrics) {
    if (metrics[name] || name === "TotalMs") said[name] = metrics[name] ?? 0;
  }
  return said;
}
