import type { TokenRecord } from "../domain/token-record.ts";

/** The one look-up of the request path. Never cached: an admin's change holds from the next request on. */
export interface TokenStore {
  /**
   * @param tokenHash SHA-256 of the token, 64 hex digits
   * @returns undefined where no such token was ever given out
   * @throws where the store can't be asked; that is never the same as an unknown token
   */
  find(tokenHash: string): Promise<TokenRecord | undefined>;
}

/** What admins do with tokens: the operator commands' plane, which the request path never touches. */
export interface TokenAdmin {
  /** @throws where a token of that hash is there already; nothing is overwritten */
  add(record: TokenRecord): Promise<void>;
  /** Every token, in no particular order, read page by page. */
  list(): AsyncIterable<TokenRecord>;
  /** @returns false where there is no such token; none is made */
  setEnabled(tokenHash: string, enabled: boolean): Promise<boolean>;
}
