import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { JobError, UsageError } from "../cli/run-command.ts";
import { parseExpiry } from "./expiry.ts";
import { isPlainText } from "./plain-text.ts";
import type { TokenRequest } from "../../lambda/domain/new-token.ts";

/** More people than any company that pays by this table has; a file that goes on is no list of people. */
const mostPeople = 100_000;

const columns = ["user", "name", "team", "expires", "models", "note"] as const;
type Row = Partial<Record<string, string>>;

/**
 * The people of a CSV file with a header: `user`, and optionally `name`, `team`, `expires`, `models` (separated by
 * spaces), `note`. All of it is read before anything is done with any of it.
 * @throws JobError with one sentence that names the line
 */
export async function readPeople(file: string, nowMs: number): Promise<TokenRequest[]> {
  const people: TokenRequest[] = [];
  const lineOf = new Map<string, number>();
  const parser = parse({
    bom: true,
    columns: headerOf,
    info: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 10_000,
  });
  const addAll = async (rows: AsyncIterable<{ record: Row; info: { lines: number } }>): Promise<void> => {
    for await (const { record, info } of rows) {
      const person = personOf(record, info.lines, nowMs);
      const key = person.userId.toLowerCase();
      const before = lineOf.get(key);
      if (before !== undefined) {
        throw new JobError(`line ${info.lines}: ${person.userId} stands in line ${before} already`);
      }
      if (people.length === mostPeople) throw new JobError(`more than ${mostPeople} people: split the file`);
      lineOf.set(key, info.lines);
      people.push(person);
    }
  };
  try {
    await pipeline(createReadStream(file), parser, addAll);
  } catch (error) {
    throw new JobError(`${file}: ${sentenceOf(error)}; nothing was changed`);
  }
  if (people.length === 0) throw new JobError(`${file}: there is nobody in it; nothing was changed`);
  return people;
}

function headerOf(header: string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  const unknown = names.filter((name) => !(columns as readonly string[]).includes(name));
  if (!names.includes("user")) throw new JobError('line 1: a header with the column "user" is missing');
  if (unknown.length > 0) {
    throw new JobError(
      `line 1: no column is called ${JSON.stringify(unknown[0])}; there are ${columns.join(", ")}`,
    );
  }
  if (new Set(names).size < names.length) throw new JobError("line 1: a column stands there twice");
  return names;
}

function personOf(row: Row, line: number, nowMs: number): TokenRequest {
  const text = (column: string): string | undefined => {
    const value = row[column];
    if (value === undefined || value === "") return undefined;
    if (!isPlainText(value))
      throw new JobError(`line ${line}: ${column} must be one line of up to 200 characters`);
    return value;
  };
  const userId = text("user");
  if (userId === undefined) throw new JobError(`line ${line}: the user is missing`);
  const [team, expires, models, note] = [
    text("team"),
    text("expires"),
    text("models"),
    text("note") ?? text("name"),
  ];
  return {
    userId,
    ...(team !== undefined && { team }),
    ...(expires !== undefined && { expiresAt: expiryOf(expires, line, nowMs) }),
    ...(models !== undefined && { models: [...new Set(models.split(/[\s,;]+/))] }),
    ...(note !== undefined && { note }),
  };
}

function expiryOf(text: string, line: number, nowMs: number): string {
  try {
    return parseExpiry(text, nowMs);
  } catch (error) {
    if (error instanceof UsageError)
      throw new JobError(`line ${line}: ${error.message.replace("--expires", "expires")}`);
    throw error;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof JobError) return error.message;
  if (error instanceof CsvError) return csvSentence(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (code === "ENOENT") return "there is no such file";
  return code === "EISDIR" ? "it is a folder, not a file" : `it can't be read (${code})`;
}

function csvSentence(error: CsvError): string {
  const line = "lines" in error ? `line ${String(error["lines"])}: ` : "";
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_COLUMNS":
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
      return `${line}it has not as many cells as the header`;
    case "CSV_MAX_RECORD_SIZE":
      return `${line}it is longer than 10,000 characters`;
    default:
      return `${line}its quotes can't be told apart (a quote inside a cell is written twice, in a cell that is quoted)`;
  }
}
