import type { TokenRecord } from "../../lambda/domain/token-record.ts";

export type TokenState = "enabled" | "disabled" | "expired";

/** What the proxy would say of a token now; as in its authenticate step, an expiry that is no time has passed. */
export function tokenState({ enabled, expiresAt }: TokenRecord, nowMs: number): TokenState {
  if (!enabled) return "disabled";
  return expiresAt !== undefined && !(nowMs < Date.parse(expiresAt)) ? "expired" : "enabled";
}
