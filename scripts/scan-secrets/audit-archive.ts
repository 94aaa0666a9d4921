import { gunzipSync } from "node:zlib";
import { fingerprint } from "../../lambda/secrets/redact.ts";
import { scan } from "../../lambda/secrets/scan.ts";
import type { ArchiveReader } from "../../lambda/stores/archive-reader.ts";
import type { ScanKeys } from "./scan-text.ts";

/** An object that unpacks to more is no exchange of this proxy. */
const largestObjectBytes = 256 * 1024 * 1024;

interface AuditRow {
  day: string;
  user_id: string;
  rule: string;
  /** Exchanges with such a finding: every turn brings the whole conversation again. */
  exchanges: number;
  /** Different secrets among them. */
  secrets: number;
}

export interface Audit {
  from: string;
  to: string;
  exchanges: number;
  /** Objects that are no exchange or can't be unpacked. */
  unreadable: number;
  /** Exchanges with a body too hostile to be scanned to its end. */
  incomplete: number;
  rows: AuditRow[];
}

interface Tally {
  row: AuditRow;
  secrets: Set<string>;
}

/**
 * Looks for secrets in what was archived from one day to another. Holds one exchange at a time and a line per person,
 * rule and day, however large the archive is.
 * @param progress is told after every hundred exchanges how many there were
 */
export async function auditArchive(
  archive: ArchiveReader,
  days: readonly string[],
  { keys, progress }: { keys: ScanKeys; progress?: (exchanges: number) => void },
): Promise<Audit> {
  const tallies = new Map<string, Tally>();
  const audit: Audit = {
    from: days[0]!,
    to: days.at(-1)!,
    exchanges: 0,
    unreadable: 0,
    incomplete: 0,
    rows: [],
  };
  for (const day of days) {
    for await (const page of archive.listDay(day)) {
      for (const path of page.filter((path) => path.endsWith(".json.gz"))) {
        const exchange = readExchange(await archive.readAll(path));
        if (exchange === undefined) {
          audit.unreadable++;
          continue;
        }
        if (!tally(day, exchange, keys, tallies)) audit.incomplete++;
        if (++audit.exchanges % 100 === 0) progress?.(audit.exchanges);
      }
    }
  }
  for (const { row, secrets } of tallies.values()) audit.rows.push({ ...row, secrets: secrets.size });
  audit.rows.sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  return audit;
}

const keyOf = ({ day, user_id, rule }: Pick<AuditRow, "day" | "user_id" | "rule">): string =>
  [day, user_id, rule].join("\n");

/** @returns whether the bodies were scanned to their ends */
function tally(day: string, exchange: Exchange, keys: ScanKeys, tallies: Map<string, Tally>): boolean {
  const rules = new Set<string>();
  let isComplete = true;
  for (const body of exchange.bodies) {
    const { findings, complete } = scan(body);
    isComplete &&= complete;
    for (const { rule, start, end } of findings) {
      const secret = fingerprint(body.subarray(start, end), keys.key);
      if (keys.allowed.has(secret)) continue;
      const row = { day, user_id: exchange.userId, rule };
      const known = tallies.get(keyOf(row)) ?? {
        row: { ...row, exchanges: 0, secrets: 0 },
        secrets: new Set(),
      };
      tallies.set(keyOf(row), known);
      known.secrets.add(secret);
      if (!rules.has(rule)) known.row.exchanges++;
      rules.add(rule);
    }
  }
  return isComplete;
}

interface Exchange {
  userId: string;
  bodies: Buffer[];
}

function readExchange(object: Buffer): Exchange | undefined {
  try {
    const json: unknown = JSON.parse(
      gunzipSync(object, { maxOutputLength: largestObjectBytes }).toString("utf8"),
    );
    if (!isRecord(json) || typeof json["user_id"] !== "string") return undefined;
    return { userId: json["user_id"], bodies: [bodyOf(json["request"]), bodyOf(json["response"])].flat() };
  } catch {
    return undefined;
  }
}

/** Text as it was, or `{"base64":"…"}` where it was no UTF-8. */
function bodyOf(words: unknown): Buffer[] {
  const body = isRecord(words) ? words["body"] : undefined;
  if (typeof body === "string") return [Buffer.from(body)];
  if (isRecord(body) && typeof body["base64"] === "string") return [Buffer.from(body["base64"], "base64")];
  return [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
