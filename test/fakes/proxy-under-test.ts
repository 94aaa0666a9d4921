import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import type { ArchivedExchange } from "./archived-exchange.ts";
import type { FakeOpenAi } from "./fake-openai.ts";

/** The proxy as a whole, whichever host and stores it has: what a test of its behaviour may use. */
export interface ProxyUnderTest {
  url: URL;
  openAi: FakeOpenAi;
  /** The organisation's key, as the fake OpenAI should see it. */
  key: string;
  /** A developer's token that is valid. */
  token: string;
  addToken(record?: Partial<TokenRecord>): Promise<string>;
  setEnabled(token: string, enabled: boolean): Promise<void>;
  /** Resolves when every exchange so far has been recorded. */
  settled(): Promise<void>;
  exchanges(): Promise<ArchivedExchange[]>;
  /** The ledger's lines of today. */
  ledger(): Promise<LedgerEntry[]>;
  close(): Promise<void>;
}
