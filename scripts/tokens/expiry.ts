import { UsageError } from "../cli/run-command.ts";

const unitMs = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * The instant of `90d`, `12h`, `2w`, a day (`2027-03-31`: its end in UTC) or an ISO 8601 time.
 * @returns ISO 8601, UTC
 * @throws UsageError for anything else, and for what has passed already
 */
export function parseExpiry(text: string, nowMs: number): string {
  const timeMs = timeOf(text.trim(), nowMs);
  if (timeMs === undefined) {
    throw new UsageError(
      `--expires ${JSON.stringify(text)} is not a time: use 90d, 12h, or a date such as 2027-03-31`,
    );
  }
  if (timeMs <= nowMs) throw new UsageError(`--expires ${JSON.stringify(text)} has passed already`);
  return new Date(timeMs).toISOString();
}

/**
 * The milliseconds of `24h`, `7d` or `2w`.
 * @throws UsageError for anything else
 */
export function parseSpanMs(option: string, text: string): number {
  const ms = spanMs(text.trim());
  if (ms === undefined) {
    throw new UsageError(`${option} ${JSON.stringify(text)} is not a span of time: use 24h, 7d or 2w`);
  }
  return ms;
}

function spanMs(text: string): number | undefined {
  const span = /^(\d{1,4})([hdw])$/.exec(text);
  return span === null ? undefined : Number(span[1]) * unitMs[span[2] as keyof typeof unitMs];
}

function timeOf(text: string, nowMs: number): number | undefined {
  const span = spanMs(text);
  if (span !== undefined) return nowMs + span;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return endOfDay(text);
  const timeMs = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** 2027-02-30 is no day, though `Date` takes it for the 2nd of March. */
function endOfDay(day: string): number | undefined {
  const start = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== day) return undefined;
  return start.getTime() + unitMs.d;
}
