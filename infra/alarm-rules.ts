import type { MetricName } from "../lambda/domain/metric-names.ts";
import type { LambdaMetric } from "./metrics.ts";

/** One alarm: what is counted in five minutes, and from how many on somebody should look. docs/operations.md says what to do. */
export interface AlarmRule {
  /** The end of the alarm's name. */
  name: string;
  /** The proxy's own metric, or one that Lambda keeps of every function. */
  metric: { own: MetricName } | { lambda: LambdaMetric };
  /** What is summed up, but for a length of time, of which the longest counts. */
  statistic?: "Sum" | "Maximum";
  atLeast: number;
  /** How many times five minutes in a row. */
  times?: number;
  /** What has happened, in the words of the message that the alarm sends. */
  says: string;
}

export const alarmRules: readonly AlarmRule[] = [
  {
    name: "throttles",
    metric: { lambda: "Throttles" },
    atLeast: 1,
    says: "Lambda turned requests away: more came at one time than the account or reservedConcurrency allows.",
  },
  {
    name: "errors",
    metric: { lambda: "Errors" },
    atLeast: 3,
    says: "Invocations failed as a whole: the function could not start, ran out of memory or out of time.",
  },
  {
    name: "url-5xx",
    metric: { lambda: "Url5xxCount" },
    atLeast: 3,
    says: "Developers got answers of 500 and above, whoever they came from.",
  },
  {
    name: "spillover",
    metric: { lambda: "ProvisionedConcurrencySpilloverInvocations" },
    atLeast: 1,
    times: 3,
    says: "For a quarter of an hour more requests came at one time than instances are kept warm; some start slowly.",
  },
  {
    name: "duration",
    metric: { lambda: "Duration" },
    statistic: "Maximum",
    // The function ends a stream by itself at 885 s.
    atLeast: 840_000,
    says: "An answer took more than 14 of the 15 minutes that Lambda gives; longer ones are cut off.",
  },
  {
    name: "archive-writes",
    metric: { own: "ArchiveWriteFailures" },
    atLeast: 1,
    says: "An exchange was answered but could not be written to the archive, and is lost.",
  },
  {
    name: "archive-spooled",
    metric: { own: "ArchiveSpooled" },
    atLeast: 1,
    says: "The archive takes no writes: exchanges wait on their instances, and are lost with them.",
  },
  {
    name: "ledger-writes",
    metric: { own: "LedgerWriteFailures" },
    atLeast: 1,
    says: "An exchange was answered but could not be counted in the usage ledger.",
  },
  {
    name: "ledger-spooled",
    metric: { own: "LedgerSpooled" },
    atLeast: 1,
    says: "The usage ledger takes no writes: counts wait on their instances, and are lost with them.",
  },
  {
    name: "token-store",
    metric: { own: "TokenStoreErrors" },
    atLeast: 1,
    says: "Developers were refused because the table of tokens could not be read.",
  },
  {
    name: "openai-key",
    metric: { own: "KeyErrors" },
    atLeast: 1,
    says: "Developers were refused because there is no usable OpenAI key.",
  },
  {
    name: "internal-errors",
    metric: { own: "InternalErrors" },
    atLeast: 1,
    says: "The proxy itself made a mistake; its log has the reason.",
  },
  {
    name: "upstream-errors",
    metric: { own: "UpstreamErrors" },
    atLeast: 5,
    says: "OpenAI could not be reached, failed, or turned the organisation's key or rate away.",
  },
  {
    name: "unpriced-model",
    metric: { own: "UnpricedRequests" },
    atLeast: 1,
    says: "A model was used whose price the proxy does not know; its cost is missing in reports.",
  },
  {
    name: "secret-findings",
    metric: { own: "SecretFindings" },
    atLeast: 1,
    says: "A secret was found in what a developer sent.",
  },
];
