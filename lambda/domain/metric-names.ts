/** The metrics of every request, by the names under which alarms and dashboards look for them. */
export const metricNamespace = "codex-proxy";

export const metricUnits = {
  Requests: "Count",
  Refused: "Count",
  /** No token, or one that was never given out: many of them are somebody who tries. */
  FailedAttempts: "Count",
  UpstreamErrors: "Count",
  TokenStoreErrors: "Count",
  KeyErrors: "Count",
  InternalErrors: "Count",
  ArchiveWriteFailures: "Count",
  LedgerWriteFailures: "Count",
  /** Could not be written and lie on the instance, to be written later; lost if it ends before. */
  ArchiveSpooled: "Count",
  LedgerSpooled: "Count",
  /** Under way when their process was killed: found in its journal, and kept as `in_flight`. Of the server alone. */
  ArchiveRecovered: "Count",
  UnpricedRequests: "Count",
  SecretFindings: "Count",
  /** Requests that could not be searched for secrets to their end. */
  SecretScansUnfinished: "Count",
  LargeBodies: "Count",
  InputTokens: "Count",
  OutputTokens: "Count",
  FirstByteMs: "Milliseconds",
  TotalMs: "Milliseconds",
} as const;

export type MetricName = keyof typeof metricUnits;
