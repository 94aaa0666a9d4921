import type { DateRange } from "./date-range.ts";
import { UsageSum } from "../../lambda/domain/usage-sum.ts";
import { type PricedLine, UsageGroups } from "./usage-groups.ts";
import { type UnusualDay, unusualDays } from "./unusual-days.ts";
import { dimensions, isAskedFor, type ReportQuery, type UsageReport } from "./usage-report.ts";

/** All that a page or a digest shows of a period, added up in one pass. */
export class UsageOverview {
  readonly totals = new UsageSum();
  readonly byUser = new UsageGroups(dimensions.user.of);
  readonly byTeam = new UsageGroups(dimensions.team.of);
  readonly byModel = new UsageGroups(dimensions.model.of);
  readonly byDayAndModel = new UsageGroups((line) => `${line.localDay}\0${dimensions.model.of(line)}`);
  /** Requests by weekday from Monday, and hour. */
  readonly hours = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  readonly #query: Pick<ReportQuery, "range" | "users" | "teams">;
  readonly #byUserAndDay = new UsageGroups((line) => `${line.series.userId}\0${line.localDay}`);
  readonly #weekdays = new Map<string, number>();
  readonly #groups = [this.byUser, this.byTeam, this.byModel, this.byDayAndModel, this.#byUserAndDay];

  constructor(query: Pick<ReportQuery, "range" | "users" | "teams">) {
    this.#query = query;
  }

  add(line: PricedLine): void {
    if (!isAskedFor(line, this.#query)) return;
    this.totals.add(line);
    for (const groups of this.#groups) groups.add(line);
    this.hours[this.#weekdayOf(line.localDay)]![line.localHour]! += line.counters.requests;
  }

  unusualDays(): UnusualDay[] {
    const costs = new Map<string, Map<string, number>>();
    for (const [key, { costMicroUsd }] of this.#byUserAndDay.groups) {
      const [userId = "", day = ""] = key.split("\0");
      if (!costs.has(userId)) costs.set(userId, new Map());
      if (costMicroUsd !== null && costMicroUsd > 0) costs.get(userId)!.set(day, costMicroUsd);
    }
    return unusualDays(costs);
  }

  #weekdayOf(day: string): number {
    let weekday = this.#weekdays.get(day);
    if (weekday === undefined) {
      weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
      this.#weekdays.set(day, weekday);
    }
    return weekday;
  }
}

/** A period and the one before it: what a page and a digest are made of. */
export interface PeriodComparison {
  query: ReportQuery;
  now: UsageOverview;
  before: UsageOverview;
  rangeBefore: DateRange;
  report: UsageReport;
}

/** The dearest first; what has no price costs nothing in this order. */
export function byCost({ groups }: UsageGroups): [string, UsageSum][] {
  return [...groups].toSorted(
    (a, b) => (b[1].costMicroUsd ?? 0) - (a[1].costMicroUsd ?? 0) || (a[0] < b[0] ? -1 : 1),
  );
}
