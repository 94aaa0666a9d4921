import { hash } from "node:crypto";
import { elapsedMs } from "../domain/elapsed-ms.ts";
import { isWellFormedToken } from "../domain/proxy-token.ts";
import { Refusal } from "../domain/refusal.ts";
import type { TokenRecord } from "../domain/token-record.ts";
import type { Exchange } from "../exchange.ts";
import type { TokenStore } from "../stores/token-store.ts";

/** Finds out whose request it is; sets `exchange.caller` as soon as that is known, even if he is then refused. */
export type Authenticate = (exchange: Exchange) => Promise<TokenRecord | Refusal>;

// https://www.rfc-editor.org/rfc/rfc6750#section-2.1; the scheme's name is case-insensitive.
const bearer = /^Bearer (.*)$/i;

/** A caller is whoever holds an enabled token: one look-up by the token's hash, made for every request. */
export function authenticateByToken(tokens: TokenStore, now: () => number): Authenticate {
  return async function authenticate(exchange) {
    const authorization = exchange.request.headers["authorization"];
    if (authorization === undefined) return new Refusal({ code: "invalid_proxy_token", problem: "missing" });
    const token = bearer.exec(authorization)?.[1] ?? "";
    // Two Authorization headers arrive joined by a comma, and fail here as any other malformed token does.
    if (!isWellFormedToken(token)) return new Refusal({ code: "invalid_proxy_token", problem: "malformed" });

    const caller = await find(tokens, hash("sha256", token));
    exchange.authMs = elapsedMs(exchange.startedAtMs, now());
    if (caller === undefined) return new Refusal({ code: "invalid_proxy_token", problem: "unknown" });
    if (caller instanceof Refusal) return caller;
    exchange.caller = caller;

    const { tokenId, expiresAt } = caller;
    if (!caller.enabled) return new Refusal({ code: "token_disabled", tokenId });
    if (expiresAt !== undefined && !(now() < Date.parse(expiresAt))) {
      return new Refusal({ code: "token_expired", tokenId, expiresAt });
    }
    return caller;
  };
}

/** Everybody who reaches the port is the one user of this machine: for the strict local mode, which binds loopback only. */
export function authenticateAs(user: TokenRecord): Authenticate {
  return async function authenticate(exchange) {
    exchange.caller = user;
    return user;
  };
}

async function find(tokens: TokenStore, tokenHash: string): Promise<TokenRecord | undefined | Refusal> {
  try {
    return await tokens.find(tokenHash);
  } catch (cause) {
    return new Refusal({ code: "token_store_unavailable", cause });
  }
}
