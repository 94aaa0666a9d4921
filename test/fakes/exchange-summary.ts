import type { ExchangeSummary } from "../../lambda/domain/exchange-record.ts";
import { noUsage } from "../../lambda/domain/usage.ts";

/** A made-up exchange that ended well; a test names the fields that it is about. */
export function exchangeSummary(fields: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: "01a20240-c123-7133-bd11-c78729be3009",
    startedAtMs: Date.parse("2026-10-15T10:30:00Z"),
    userId: "alice@example.com",
    tokenId: "0123456789ab",
    team: null,
    outcome: "completed",
    model: "gpt-5.5",
    isStream: true,
    serviceTier: "default",
    usage: { ...noUsage, inputTokens: 10, outputTokens: 1, source: "reported" },
    costMicroUsd: null,
    timing: { authMs: 1, firstByteMs: 2, totalMs: 3 },
    findings: [],
    ...fields,
  };
}
