import type { DateRange } from "./date-range.ts";
import { isoWeek } from "./report-calendar.ts";
import { UsageSum } from "../../lambda/domain/usage-sum.ts";
import { type PricedLine, UsageGroups } from "./usage-groups.ts";

/** What a report can be cut by: the field of its rows, and where a line has it. */
export const dimensions = {
  user: { field: "user_id", of: ({ series }: PricedLine) => series.userId },
  team: { field: "team", of: ({ team }: PricedLine) => team ?? "(none)" },
  token: { field: "token_id", of: ({ series }: PricedLine) => series.tokenId },
  model: { field: "model", of: ({ series }: PricedLine) => series.model || "(none)" },
  day: { field: "day", of: ({ localDay }: PricedLine) => localDay },
  week: { field: "week", of: ({ localDay }: PricedLine) => isoWeek(localDay) },
  month: { field: "month", of: ({ localDay }: PricedLine) => localDay.slice(0, 7) },
  tier: { field: "service_tier", of: ({ series }: PricedLine) => series.serviceTier || "default" },
  client: { field: "client", of: ({ series }: PricedLine) => series.client },
} as const;

export type Dimension = keyof typeof dimensions;

export type Sorting = "cost" | "requests" | "tokens" | "name";

export interface ReportQuery {
  range: DateRange;
  timeZone: string;
  source: "ledger" | "archive";
  by: Dimension;
  /** Empty: everybody. */
  users: readonly string[];
  teams: readonly string[];
  sort: Sorting;
}

export interface ReportRow {
  key: string;
  sum: UsageSum;
  /** By model, in the same order as the rows. */
  breakdown: { key: string; sum: UsageSum }[];
}

export interface UsageReport {
  query: ReportQuery;
  rows: ReportRow[];
  totals: UsageSum;
  /** Requests without a price, by model and tier. */
  unpriced: { key: string; sum: UsageSum }[];
}

/** Adds lines up as they come, in any order; memory grows with the rows of the report, never with the requests. */
export class UsageReportBuilder {
  readonly #query: ReportQuery;
  readonly #totals = new UsageSum();
  readonly #unpriced = new UsageGroups(({ series }) =>
    `${series.model || "(none)"} ${series.serviceTier}`.trim(),
  );
  readonly #rows: UsageGroups;
  readonly #cells: UsageGroups;

  constructor(query: ReportQuery) {
    this.#query = query;
    const keyOf = dimensions[query.by].of;
    this.#rows = new UsageGroups(keyOf);
    this.#cells = new UsageGroups((line) => `${keyOf(line)}\0${dimensions.model.of(line)}`);
  }

  add(line: PricedLine): void {
    if (!isAskedFor(line, this.#query)) return;
    this.#totals.add(line);
    this.#rows.add(line);
    this.#cells.add(line);
    if (line.unpricedRequests > 0) this.#unpriced.add(line);
  }

  report(): UsageReport {
    const { sort, by } = this.#query;
    const order = comparison(sort, by === "day" || by === "week" || by === "month");
    const cells = Map.groupBy(this.#cells.groups, ([key]) => key.split("\0")[0]!);
    const rows = [...this.#rows.groups].map(([key, sum]) => ({
      key,
      sum,
      breakdown: (cells.get(key) ?? [])
        .map(([cell, sum]) => ({ key: cell.split("\0")[1]!, sum }))
        .toSorted(comparison(sort, false)),
    }));
    const unpriced = [...this.#unpriced.groups].map(([key, sum]) => ({ key, sum }));
    return {
      query: this.#query,
      rows: rows.toSorted(order),
      totals: this.#totals,
      unpriced: unpriced.toSorted((a, b) => b.sum.unpriced - a.sum.unpriced),
    };
  }
}

/** Of a line that was rebuilt to nothing, and of days that the calendar put outside, nothing is reported. */
export function isAskedFor(
  { localDay, series, team, counters }: PricedLine,
  { range, users, teams }: Pick<ReportQuery, "range" | "users" | "teams">,
): boolean {
  return (
    range.from <= localDay &&
    localDay <= range.to &&
    counters.requests > 0 &&
    (users.length === 0 || users.includes(series.userId)) &&
    (teams.length === 0 || teams.includes(team ?? "(none)"))
  );
}

type Keyed = Pick<ReportRow, "key" | "sum">;

/** Days stand in their order, all else with the dearest first, unless something else is asked for. */
function comparison(sort: Sorting, isTime: boolean): (a: Keyed, b: Keyed) => number {
  const byName = (a: Keyed, b: Keyed): number => (a.key < b.key ? -1 : 1);
  if (sort === "name" || isTime) return byName;
  const measure = {
    cost: ({ sum }: Keyed) => sum.costMicroUsd ?? 0,
    requests: ({ sum }: Keyed) => sum.requests,
    tokens: ({ sum }: Keyed) => sum.totalTokens,
  }[sort];
  return (a, b) => measure(b) - measure(a) || byName(a, b);
}
