import { hash } from "node:crypto";
import type { ScanMode } from "./inspect-settings.ts";
import { mintToken, tokenIdOf } from "./proxy-token.ts";
import type { TokenRecord } from "./token-record.ts";

/** What an admin says of a token when it is made. */
export interface TokenRequest {
  userId: string;
  team?: string;
  expiresAt?: string;
  models?: string[];
  note?: string;
  secretScan?: ScanMode;
}

/** A token and its record; the token is in no other place, and is lost where it isn't shown now. */
export function newToken(
  request: TokenRequest,
  options: { nowMs: number; randomBytes: (size: number) => Uint8Array },
): { token: string; record: TokenRecord } {
  const token = mintToken(options.randomBytes);
  const tokenHash = hash("sha256", token);
  return {
    token,
    record: {
      ...request,
      tokenHash,
      tokenId: tokenIdOf(tokenHash),
      enabled: true,
      createdAt: new Date(options.nowMs).toISOString(),
    },
  };
}
