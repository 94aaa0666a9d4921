import type { TokenRecord } from "../domain/token-record.ts";

/** The one look-up of the request path. Never answered from what may have changed: an admin's change holds from the next request on. */
export interface TokenStore {
  /**
   * @param tokenHash SHA-256 of the token, 64 hex digits
   * @returns undefined where no such token was ever given out
   * @throws where the store can't be asked; that is never the same as an unknown token
   */
  find(tokenHash: string): Promise<TokenRecord | undefined>;
}

/** What may change in the life of a token; what is left out stays as it is. */
export type TokenChanges = Partial<Pick<TokenRecord, "enabled" | "expiresAt" | "note">>;

/** What admins do with tokens: the operator commands' plane, of which the request path uses `find` alone. */
export interface TokenAdmin extends TokenStore {
  /** @returns false where a token of that hash is there already; nothing is overwritten */
  add(record: TokenRecord): Promise<boolean>;
  /** Adds tokens that were made a moment ago: nobody else can have their hashes, so they can go in batches. */
  addNew(records: readonly TokenRecord[]): Promise<void>;
  /** Every token, in no particular order, read page by page. */
  list(): AsyncIterable<TokenRecord>;
  /** @returns false where there is no such token; none is made */
  update(tokenHash: string, changes: TokenChanges): Promise<boolean>;
  /** @returns false where there is no such token */
  remove(tokenHash: string): Promise<boolean>;
}
