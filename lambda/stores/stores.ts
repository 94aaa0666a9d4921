import type { Archive } from "./archive.ts";
import type { KeyStore } from "./key-store.ts";
import type { TokenStore } from "./token-store.ts";
import type { PersonalUsage, UsageLedger } from "./usage-ledger.ts";

/** The stores of the request path; there are two families of them. */
export interface Stores {
  tokens: TokenStore;
  ledger: UsageLedger;
  /** The same lines, read for the one person they are about. */
  usage: PersonalUsage;
  archive: Archive;
  keys: KeyStore;
}
