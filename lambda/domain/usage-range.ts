import type { UtcDays } from "./personal-report.ts";

const dayMs = 86_400_000;

/** A month, whichever it is: more would be a report, which an admin makes. */
const maxDays = 31;

/**
 * The days that the query of `GET /v1/usage/me` asks for: `from` and `to`, both inclusive, UTC. By default this month
 * until today; with one of them alone, that day.
 * @returns what is wrong with it, as one sentence's end
 */
export function usageRange(query: string, today: string): UtcDays | { problem: string } {
  const parameters = new URLSearchParams(query);
  const foreign = [...parameters.keys()].find((name) => name !== "from" && name !== "to");
  if (foreign !== undefined) return { problem: "it has from and to, and nothing else" };
  const [from, to] = [parameters.get("from"), parameters.get("to")];
  const range =
    from === null && to === null
      ? { from: `${today.slice(0, 8)}01`, to: today }
      : { from: (from ?? to)!, to: (to ?? from)! };
  if (!isDay(range.from) || !isDay(range.to)) return { problem: `from and to are days like ${today}` };
  if (range.from > range.to) return { problem: "from is after to" };
  if (daysOfRange(range).length > maxDays)
    return { problem: `from and to are at most ${maxDays} days apart` };
  return range;
}

export function daysOfRange({ from, to }: UtcDays): string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const count = Math.min((last - first) / dayMs, maxDays) + 1;
  return Array.from({ length: count }, (_, n) => new Date(first + n * dayMs).toISOString().slice(0, 10));
}

/** 2026-02-30 is none, though `Date` may take it for the 2nd of March. */
function isDay(text: string): boolean {
  const timeMs = /^20\d\d-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
}
