import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import { newToken } from "../../lambda/domain/new-token.ts";
import type { TokenAdmin } from "../../lambda/stores/token-store.ts";

/** One token for the current user where there is none at all, so that a first start is enough to try the proxy. */
export async function addFirstToken(tokens: TokenAdmin, nowMs: number): Promise<string | undefined> {
  for await (const _any of tokens.list()) return undefined;
  const { token, record } = newToken({ userId: userInfo().username }, { nowMs, randomBytes });
  await tokens.add(record);
  return token;
}
