import { gunzipSync } from "node:zlib";
import { type ExchangeSummary, archivePath } from "../../lambda/domain/exchange-record.ts";
import type { ArchiveReader } from "../../lambda/stores/archive-reader.ts";
import { readArchiveDays } from "../report/read-archive-days.ts";

/** An exchange whose answer has the text in it, or has a status that Codex shows it for. */
export interface OriginMatch {
  said_by: "openai" | "proxy";
  time: string;
  user_id: string;
  id: string;
  status: number;
  /** Of the error, where it has one. */
  code: string | null;
  upstream_request_id: string | null;
}

export interface Search {
  /** In small letters. */
  text: string;
  statuses: readonly number[];
  user: string | undefined;
  /** Told now and then how many exchanges were looked at. */
  progress?: (exchanges: number) => void;
}

export interface SearchResult {
  exchanges: number;
  unreadable: number;
  /** All there are of them; `matches` are the first. */
  found: { openai: number; proxy: number };
  matches: OriginMatch[];
}

/** Enough to show that it happens, when and to whom. */
const mostMatches = 20;

/** Whole objects, each of which may unpack to many megabytes. */
const objectsAtOnce = 4;
const largestObjectBytes = 64 * 1024 * 1024;

/**
 * Looks through the answers that ended badly. Of the others it reads the first two kilobytes, which say that they did
 * not; what the model itself wrote is no error of anybody's.
 */
export async function searchArchive(
  archive: ArchiveReader,
  days: readonly string[],
  search: Search,
): Promise<SearchResult> {
  const result: SearchResult = { exchanges: 0, unreadable: 0, found: { openai: 0, proxy: 0 }, matches: [] };
  for (const day of days) {
    const bad: string[] = [];
    await readArchiveDays(archive, [day], {
      exchange({ summary }) {
        if (search.user !== undefined && summary.userId !== search.user) return;
        if (++result.exchanges % 1_000 === 0) search.progress?.(result.exchanges);
        if (endedBadly(summary)) bad.push(archivePath(summary));
      },
      foreign: () => void result.unreadable++,
    });
    await lookInto(archive, bad, search, result);
  }
  return result;
}

async function lookInto(
  archive: ArchiveReader,
  paths: readonly string[],
  search: Search,
  result: SearchResult,
): Promise<void> {
  const remaining = paths.values();
  const worker = async (): Promise<void> => {
    for (const path of remaining) {
      const match = matchOf(await archive.readAll(path), search);
      if (match === "unreadable") result.unreadable++;
      else if (match !== undefined) {
        result.found[match.said_by]++;
        if (result.matches.length < mostMatches) result.matches.push(match);
      }
    }
  };
  await Promise.all(Array.from({ length: objectsAtOnce }, worker));
}

function endedBadly({ outcome }: ExchangeSummary): boolean {
  return outcome !== "completed" && outcome !== "in_flight";
}

interface Exchange {
  id: string;
  time: string;
  user_id: string;
  response: { status: number; headers: Record<string, string>; body: unknown };
}

function matchOf(object: Buffer, { text, statuses }: Search): OriginMatch | "unreadable" | undefined {
  const exchange = unpacked(object);
  if (exchange === undefined) return "unreadable";
  const { status, headers, body } = exchange.response;
  const words = typeof body === "string" ? body : "";
  const hasText = words.toLowerCase().includes(text) || readable(words).toLowerCase().includes(text);
  if (!hasText && !statuses.includes(status)) return undefined;
  return {
    // Every error of the proxy begins with its name, in a stream as well.
    said_by: words.includes('"message":"codex-proxy: ') ? "proxy" : "openai",
    time: exchange.time,
    user_id: exchange.user_id,
    id: exchange.id,
    status,
    code: /"code": ?"([a-z_]{1,60})"/.exec(words)?.[1] ?? null,
    upstream_request_id: headers["x-request-id"] ?? null,
  };
}

function unpacked(object: Buffer): Exchange | undefined {
  try {
    const text = gunzipSync(object, { maxOutputLength: largestObjectBytes }).toString("utf8");
    return JSON.parse(text) as Exchange;
  } catch {
    return undefined;
  }
}

/** The text as a person saw it: without the escapes of JSON. */
function readable(words: string): string {
  return words.replaceAll('\\"', '"').replaceAll("\\n", " ");
}
