import type { PricedUsage } from "../../lambda/domain/line-cost.ts";
import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { UsageSum } from "../../lambda/domain/usage-sum.ts";

/** A ledger line with what it cost and where it lies in the report's calendar. */
export interface PricedLine extends LedgerEntry, PricedUsage {
  localDay: string;
  localHour: number;
}

/** Lines added up by a key each: `user`, or `user` and `model`. */
export class UsageGroups {
  readonly groups = new Map<string, UsageSum>();
  readonly #keyOf: (line: PricedLine) => string;

  constructor(keyOf: (line: PricedLine) => string) {
    this.#keyOf = keyOf;
  }

  add(line: PricedLine): void {
    const key = this.#keyOf(line);
    let sum = this.groups.get(key);
    if (sum === undefined) this.groups.set(key, (sum = new UsageSum()));
    sum.add(line);
  }
}
