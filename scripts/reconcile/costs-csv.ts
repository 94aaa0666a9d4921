import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { JobError } from "../cli/run-command.ts";
import { type DateRange, isCalendarDay } from "../report/date-range.ts";
import type { OpenAiCost } from "./openai-cost.ts";

/** The names under which exports of the usage dashboard, and hand-made sheets, have what is needed. */
const columns = {
  day: ["start_time_iso", "date", "day", "start_time"],
  usd: ["amount_value", "cost_usd", "cost", "amount"],
  lineItem: ["line_item", "model", "snapshot_id"],
};

/**
 * The costs of an export of OpenAI's dashboard, as far as they lie in the range.
 * @throws JobError with the column or the line that can't be used
 */
export function readCostsCsv(path: string, range: DateRange): OpenAiCost[] {
  const records = readRecords(path);
  const [first] = records;
  if (first === undefined) throw new JobError(`${path} has no lines below its heads.`);
  const [dayColumn, usdColumn, itemColumn] = (["day", "usd", "lineItem"] as const).map((name) => {
    const found = columns[name].find((candidate) => candidate in first);
    if (found !== undefined) return found;
    throw new JobError(`${path} lacks a column: expected one of ${columns[name].join(", ")}.`);
  });
  return records.flatMap((record, index) => {
    const day = dayOf(record[dayColumn!] ?? "");
    const usd = Number(record[usdColumn!]);
    if (!isCalendarDay(day) || record[usdColumn!] === "" || Number.isNaN(usd)) {
      throw new JobError(`${path} line ${index + 2}: expected a day and an amount in dollars.`);
    }
    const isInRange = range.from <= day && day <= range.to;
    return isInRange ? [{ day, usd, lineItem: record[itemColumn!] ?? "" }] : [];
  });
}

function readRecords(path: string): Record<string, string>[] {
  try {
    return parse(readFileSync(path, "utf8"), {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new JobError(`${path} can't be read as CSV: ${reason}`, { cause });
  }
}

/** `2026-10-15T00:00:00+00:00`, `2026-10-15`, or seconds since 1970. */
function dayOf(text: string): string {
  const seconds = Number(text);
  return text !== "" && Number.isFinite(seconds)
    ? new Date(seconds * 1_000).toISOString().slice(0, 10)
    : text.slice(0, 10);
}
