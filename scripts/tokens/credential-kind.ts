import { isWellFormedToken } from "../../lambda/domain/proxy-token.ts";

/** What somebody pasted, by its looks alone. */
export type CredentialKind = "proxy_token" | "torn_proxy_token" | "openai_key" | "other";

export function credentialKind(text: string): CredentialKind {
  if (isWellFormedToken(text)) return "proxy_token";
  if (/codexproxy_/i.test(text)) return "torn_proxy_token";
  if (/^["' ]*sk-[A-Za-z0-9_-]{8}/.test(text)) return "openai_key";
  return "other";
}
