import { findAssigned } from "./assignment.ts";
import { Budget } from "./budget.ts";
import { isMarkedAllowed } from "./allow.ts";
import { findUrlPassword } from "./matchers/url-password.ts";
import { PlainText } from "./plain-text.ts";
import { type Match, matchOwn, matchToken } from "./match.ts";
import { resolveOverlaps } from "./resolve-overlaps.ts";
import type { Action } from "./rule.ts";
import { startIndex } from "./rule-index.ts";

/** A credential in a body: raw byte offsets, the first within and the second behind it, whole escapes only. */
export interface Finding {
  rule: string;
  start: number;
  end: number;
  /** The strongest thing that may be done about it. */
  strongest: Action;
}

export interface ScanResult {
  /** Ascending, never overlapping. */
  findings: Finding[];
  /** False where the work budget ran out before the end: what stands behind the last place looked at is unknown. */
  complete: boolean;
}

export interface ScanOptions {
  /** Is this secret (as `fingerprint` takes it) known to be harmless? */
  isAllowed?: (secret: string) => boolean;
  /** Whether `codex-proxy:allow` beside a secret lets it pass; default true. */
  honoursMarker?: boolean;
  /** Default: in proportion to the body. */
  budget?: Budget;
}

/** Finds the credentials in a body. Any bytes will do: JSON or not, UTF-8 or not. */
export function scan(body: Uint8Array, options: ScanOptions = {}): ScanResult {
  const text = new PlainText(body);
  const budget = options.budget ?? Budget.for(body.length);
  const matches = resolveOverlaps(findMatches(text, budget));
  const findings: Finding[] = [];
  for (const { rule, start, end, strongest } of matches) {
    if (options.honoursMarker !== false && isMarkedAllowed(text.latin1, start, end)) continue;
    if (options.isAllowed?.(text.latin1.slice(start, end)) === true) continue;
    findings.push({ rule: rule.id, start: text.rawOffset(start), end: text.rawOffset(end), strongest });
  }
  return { findings, complete: !budget.isSpent };
}

/** What a byte is to the walk below. */
const other = 0;
const word = 1;
const operator = 2;
const at = 3;
const byteClass = new Uint8Array(256).fill(other);
for (let code = 0; code < 128; code++) {
  if (/[A-Za-z0-9]/.test(String.fromCharCode(code))) byteClass[code] = word;
}
for (const letter of "=:>,") byteClass[letter.charCodeAt(0)] = operator;
byteClass["@".charCodeAt(0)] = at;

/**
 * One walk over the text. Credentials are looked for where one can begin: at the start of a word, behind an operator
 * that assigns, and before the `@` of an address. Everywhere else a byte costs one look into a table.
 */
function findMatches(text: PlainText, budget: Budget): Match[] {
  const { bytes } = text;
  const length = text.latin1.length;
  const index = startIndex();
  const matches: Match[] = [];
  let here = 0;
  while (here < length) {
    const kind = byteClass[bytes[here]!]!;
    if (kind === other) {
      here++;
    } else if (kind === word) {
      let end = 0;
      if (index.mayStart(bytes, here)) end = findAtWord(text, here, budget, matches);
      // `%3D` and its like stand before a word in what was encoded for an address.
      if (end === 0 && bytes[here - 1] === 0x25 && index.mayStart(bytes, here + 2)) {
        end = findAtWord(text, here + 2, budget, matches);
      }
      if (end > here) here = end;
      else do here++; while (byteClass[bytes[here]!] === word);
    } else {
      if (kind === operator) findAssigned(text, here, budget, matches);
      else findUrlPassword(text, here, budget, matches);
      here++;
    }
    if (budget.isSpent) break;
  }
  return matches;
}

/** @returns the end of what was found, or 0 */
function findAtWord(text: PlainText, start: number, budget: Budget, matches: Match[]): number {
  let furthest = 0;
  startIndex().forEachAt(text.bytes, start, text.latin1, start, (rule, keywordLength) => {
    const match =
      rule.kind === "token"
        ? matchToken(text, start, keywordLength, rule, budget)
        : matchOwn(text, start, rule, budget);
    if (match === undefined) return;
    matches.push(match);
    furthest = Math.max(furthest, match.end);
  });
  return furthest;
}
