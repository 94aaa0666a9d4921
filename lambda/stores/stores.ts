import type { Archive } from "./archive.ts";
import type { KeyStore } from "./key-store.ts";
import type { TokenStore } from "./token-store.ts";
import type { UsageLedger } from "./usage-ledger.ts";

/** The four stores of the request path; there are two families of them. */
export interface Stores {
  tokens: TokenStore;
  ledger: UsageLedger;
  archive: Archive;
  keys: KeyStore;
}
