import { UsageError } from "../cli/run-command.ts";

/** Days, both inclusive, as the calendar of the report's time zone has them: `YYYY-MM-DD`. */
export interface DateRange {
  from: string;
  to: string;
}

const dayMs = 86_400_000;
const maxDays = 1_100;

/** A day that the calendar has: `2026-02-30` is none. */
export function isCalendarDay(text: unknown): text is string {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
}

/**
 * FROM and TO of a command line: none is today, one is that day alone.
 * @param today in the report's time zone
 * @throws UsageError with one sentence
 */
export function dateRange(from: string | undefined, to: string | undefined, today: string): DateRange {
  for (const text of [from, to]) {
    if (text !== undefined && !isCalendarDay(text)) {
      throw new UsageError(`"${text}" is not a day of the calendar: expected one like ${today}.`);
    }
  }
  const range = { from: from ?? today, to: to ?? from ?? today };
  if (range.from > range.to) {
    throw new UsageError(`FROM ${range.from} is after TO ${range.to}: expected the earlier day first.`);
  }
  if (range.from > today) {
    throw new UsageError(`${range.from} is in the future: nothing has been recorded after today, ${today}.`);
  }
  if (lengthInDays(range) > maxDays) {
    throw new UsageError(`${range.from} to ${range.to} is more than three years: ask for a shorter range.`);
  }
  return range;
}

export function lengthInDays({ from, to }: DateRange): number {
  return (timeOf(to) - timeOf(from)) / dayMs + 1;
}

export function daysOf({ from, to }: DateRange): string[] {
  return Array.from({ length: lengthInDays({ from, to }) }, (_, index) => addDays(from, index));
}

export function addDays(day: string, count: number): string {
  return new Date(timeOf(day) + count * dayMs).toISOString().slice(0, 10);
}

/** As many days as the range has, right before it: what it is compared with. */
export function periodBefore(range: DateRange): DateRange {
  const length = lengthInDays(range);
  return { from: addDays(range.from, -length), to: addDays(range.from, -1) };
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
