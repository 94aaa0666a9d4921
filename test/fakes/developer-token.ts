import { hash, randomBytes } from "node:crypto";
import { mintToken, tokenIdOf } from "../../lambda/domain/proxy-token.ts";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";

/** A new token and what the token store keeps of it. */
export function makeDeveloperToken(record: Partial<TokenRecord> = {}): {
  token: string;
  record: TokenRecord;
} {
  const token = mintToken(randomBytes);
  const tokenHash = hash("sha256", token);
  return {
    token,
    record: {
      tokenHash,
      tokenId: tokenIdOf(tokenHash),
      userId: "alice@example.com",
      team: "core",
      enabled: true,
      createdAt: new Date().toISOString(),
      ...record,
    },
  };
}

/** A key of the organisation that exists nowhere. */
export function makeOpenAiKey(): string {
  return `sk-proj-fake_${randomBytes(30).toString("base64url")}`;
}
