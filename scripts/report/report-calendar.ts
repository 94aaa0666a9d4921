import { UsageError } from "../cli/run-command.ts";
import { type DateRange, addDays, daysOf } from "./date-range.ts";

const dayMs = 86_400_000;

/** The calendar of a time zone, over the ledger's hours, which are UTC. */
export class ReportCalendar {
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<string, LocalHour>();

  /** @throws UsageError where there is no such time zone */
  constructor(timeZone: string) {
    try {
      this.#format = new Intl.DateTimeFormat("en-CA", {
        timeZone,
        hourCycle: "h23",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
      });
    } catch (cause) {
      throw new UsageError(`"${timeZone}" is not a time zone: expected one like UTC or Europe/Berlin.`, {
        cause,
      });
    }
    this.timeZone = timeZone;
  }

  /** Where an hour of UTC lies in this calendar. */
  localHour(utcDay: string, utcHour: string): LocalHour {
    const key = `${utcDay}T${utcHour}`;
    let local = this.#known.get(key);
    if (local === undefined) this.#known.set(key, (local = this.#localAt(new Date(`${key}:00:00Z`))));
    return local;
  }

  today(now: Date): string {
    return this.#localAt(now).day;
  }

  /** The UTC days that have hours of these local days. */
  utcDays(range: DateRange): string[] {
    if (this.timeZone === "UTC") return daysOf(range);
    return daysOf({ from: addDays(range.from, -1), to: addDays(range.to, 1) });
  }

  /** Zones half an hour off can't be cut exactly: the ledger counts by the hour. */
  isWholeHours(day: string): boolean {
    const minutes = new Intl.DateTimeFormat("en", { timeZone: this.timeZone, minute: "numeric" });
    return minutes.format(new Date(`${day}T00:00:00Z`)) === "0";
  }

  #localAt(time: Date): LocalHour {
    const parts = Object.fromEntries(
      this.#format.formatToParts(time).map(({ type, value }) => [type, value]),
    );
    return { day: `${parts["year"]}-${parts["month"]}-${parts["day"]}`, hour: Number(parts["hour"]) };
  }
}

export interface LocalHour {
  day: string;
  hour: number;
}

/** `2026-W47`: weeks begin on Monday and belong to the year of their Thursday, as ISO 8601 has it. */
export function isoWeek(day: string): string {
  const timeMs = Date.parse(`${day}T00:00:00Z`);
  const weekday = (new Date(timeMs).getUTCDay() + 6) % 7;
  const thursday = new Date(timeMs + (3 - weekday) * dayMs);
  const year = thursday.getUTCFullYear();
  const dayOfYear = (thursday.getTime() - Date.UTC(year, 0, 1)) / dayMs;
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, "0")}`;
}
