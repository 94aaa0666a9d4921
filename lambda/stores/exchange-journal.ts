/** What is noted of an exchange when it begins: enough to name it, should the process be killed. */
export interface BegunExchange {
  id: string;
  startedAtMs: number;
  tokenId: string;
  userId: string;
  team: string | null;
  method: string;
  path: string;
}

/** The exchanges that are under way, where they outlive the process. Both are called for every exchange, and never throw. */
export interface ExchangeJournal {
  begin(exchange: BegunExchange): void;
  /** It has been recorded. */
  end(id: string): void;
}

/** What a process left that was killed. */
export interface LeftJournal {
  exchanges: readonly BegunExchange[];
  /** They have been seen to. */
  remove(): void;
}
