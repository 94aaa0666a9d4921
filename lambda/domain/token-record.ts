import type { ScanMode } from "./inspect-settings.ts";

/** What is kept of a proxy token. The token itself is never kept: `tokenHash` is its SHA-256 in 64 hex digits. */
export interface TokenRecord {
  tokenHash: string;
  /** The first 12 hex digits of the hash: the token's name in logs, paths and reports. */
  tokenId: string;
  userId: string;
  enabled: boolean;
  /** ISO 8601, UTC. */
  createdAt: string;
  team?: string;
  /** ISO 8601, UTC; from this instant on the token is refused. */
  expiresAt?: string;
  /** The only models this token may ask for; absent: any. */
  models?: string[];
  monthlyBudgetUsd?: number;
  note?: string;
  /** What is done about secrets in this token's requests; absent: what the deployment does. */
  secretScan?: ScanMode;
}
