import type { TokenRecord } from "../../lambda/domain/token-record.ts";

/** A token as `--json` and `--csv` have it; never the token itself. */
export function tokenRow(record: TokenRecord) {
  return {
    token_id: record.tokenId,
    user_id: record.userId,
    team: record.team ?? null,
    enabled: record.enabled,
    created_at: record.createdAt,
    expires_at: record.expiresAt ?? null,
    models: record.models ?? null,
    monthly_budget_usd: record.monthlyBudgetUsd ?? null,
  };
}
