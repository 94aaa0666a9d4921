import { findAssigned } from "./assignment.ts";
import { Budget } from "./budget.ts";
import { base62Alphabet } from "./checksums.ts";
import { hasMarker, isMarkedAllowed } from "./allow.ts";
import { findUrlPassword } from "./matchers/url-password.ts";
import { roll } from "./keyword-index.ts";
import { PlainText } from "./plain-text.ts";
import { merge, withStandIns } from "./stand-ins.ts";
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
  /** Is this secret, given as it stands in the body, known to be harmless? */
  isAllowed?: (secret: Uint8Array) => boolean;
  /** Whether `codex-proxy:allow` beside a secret lets it pass; default true. */
  honoursMarker?: boolean;
  /** Default: in proportion to the body. */
  budget?: Budget;
}

/**
 * Finds the credentials in a body. Any bytes will do: JSON or not, UTF-8 or not.
 *
 * What is redacted changes what its neighbours stand beside, so the body is looked at again as it would be then, until
 * nothing more is found: a body that has been redacted has nothing left to redact.
 */
export function scan(body: Uint8Array, options: ScanOptions = {}): ScanResult {
  const budget = options.budget ?? Budget.for(body.length);
  let findings = scanOnce(body, budget, options);
  for (let round = 1, isNew = findings.length > 0; isNew && round < mostRounds && !budget.isSpent; round++) {
    const more = scanOnce(withStandIns(body, findings), budget, options);
    isNew = more.length > 0;
    if (isNew) findings = merge(findings, more);
  }
  return { findings, complete: !budget.isSpent };
}

const mostRounds = 4;

function scanOnce(body: Uint8Array, budget: Budget, options: ScanOptions): Finding[] {
  const text = new PlainText(body);
  const matches = resolveOverlaps(findMatches(text, budget));
  const honoursMarker = options.honoursMarker !== false && matches.length > 0 && hasMarker(text.latin1);
  const findings: Finding[] = [];
  for (const { rule, start, end, strongest } of matches) {
    if (honoursMarker && isMarkedAllowed(text.latin1, start, end)) continue;
    const finding: Finding = {
      rule: rule.id,
      start: characterBoundary(body, text.rawOffset(start), -1),
      end: characterBoundary(body, text.rawOffset(end), 1),
      strongest,
    };
    if (options.isAllowed?.(body.subarray(finding.start, finding.end)) !== true) findings.push(finding);
  }
  return findings;
}

/** Expressions see bytes: none may cut a character of UTF-8. */
function characterBoundary(body: Uint8Array, offset: number, step: 1 | -1): number {
  while (offset > 0 && offset < body.length && (body[offset]! & 0xc0) === 0x80) offset += step;
  return offset;
}

/** What becomes of a match: resolved, looked at for marker and allow-list, put into offsets of the body. */
const unitsPerMatch = 80;

const operator = 1;
const at = 2;
/** Bytes that a credential may stand beside: behind an operator, or before the `@` of an address. */
const trigger = new Uint8Array(256);
for (const letter of "=:>,") trigger[letter.charCodeAt(0)] = operator;
trigger["@".charCodeAt(0)] = at;

/**
 * One walk over the text. Credentials are looked for where one can begin: at the start of a word, behind an operator
 * that assigns, and before the `@` of an address.
 */
function findMatches(text: PlainText, budget: Budget): Match[] {
  const { bytes } = text;
  const { length } = text.latin1;
  const { threes } = startIndex();
  const matches: Match[] = [];
  let charged = 0;
  let here = nextEvent(bytes, threes, 0, length);
  while (here < length && !budget.isSpent) {
    const kind = trigger[bytes[here]!]!;
    if (kind === operator) findAssigned(text, here, budget, matches);
    else if (kind === at) findUrlPassword(text, here, budget, matches);
    const end = here < 2 ? 0 : findAtWord(text, here - 2, budget, matches);
    budget.spend(unitsPerMatch * (matches.length - charged));
    charged = matches.length;
    here = nextEvent(bytes, threes, Math.max(here + 1, end), length);
  }
  return matches;
}

/**
 * The next place that a credential may stand beside, or the last of three bytes that one may begin with. A function of
 * its own because it calls nothing: only so does V8 keep the tables in registers, which makes the walk twice as fast.
 */
function nextEvent(bytes: Uint8Array, threes: Uint8Array, from: number, to: number): number {
  const triggers = trigger;
  let hash = from < 2 ? 0 : roll(bytes[from - 2]!, bytes[from - 1]!);
  let here = from;
  for (; here < to; here++) {
    const byte = bytes[here]!;
    hash = roll(hash, byte);
    if ((threes[hash]! | triggers[byte]!) !== 0) break;
  }
  return here;
}

const isWord = new Uint8Array(256);
for (const letter of base62Alphabet) isWord[letter.charCodeAt(0)] = 1;
const percent = 0x25;

/** Does a word begin at `start`? What was encoded for an address has `%3D` and its like before one. */
function beginsWord(bytes: Uint8Array, start: number): boolean {
  return start === 0 || isWord[bytes[start - 1]!] === 0 || (start >= 3 && bytes[start - 3] === percent);
}

/** @returns the end of what was found, or 0 */
function findAtWord(text: PlainText, start: number, budget: Budget, matches: Match[]): number {
  const index = startIndex();
  if (!beginsWord(text.bytes, start) || !index.mayStart(text.bytes, start)) return 0;
  let furthest = 0;
  index.forEachAt(text.bytes, start, text.latin1, start, (rule, keywordLength) => {
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
