import type { Budget } from "./budget.ts";
import { type Match, judge, matchNear } from "./match.ts";
import { findGeneric } from "./matchers/generic-assignment.ts";
import type { PlainText } from "./plain-text.ts";
import type { NearRule } from "./rule.ts";
import { nameIndex } from "./rule-index.ts";
import { genericRule } from "./rule-table.ts";

/** How much of a value is looked at before anything else: most are names or words of code. */
const glanceLength = 32;
const unitsPerGlance = 12;
const shortestValue = 8;
const longestName = 64;
const longestGap = 24;

const digit = 1;
const letter = 2;
const sign = 4;
/** What a value without quotes consists of. */
const valueClass = new Uint8Array(256);
const isSpace = new Uint8Array(256);
/** What stands around an operator: spaces, quotes, and further operators. */
const isFiller = new Uint8Array(256);
const isName = new Uint8Array(256);
const isOperator = new Uint8Array(256);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/\d/.test(character)) valueClass[code] = digit;
  else if (/[a-z]/i.test(character)) valueClass[code] = letter;
  else if (/[-_+/=.~%!$@^&*#?:|[\]{}\\]/.test(character)) valueClass[code] = sign;
  isName[code] = /[\w.\- $]/.test(character) ? 1 : 0;
  isSpace[code] = /\s/.test(character) ? 1 : 0;
  isFiller[code] = /[ \t"'`=:>|?([\])]/.test(character) ? 1 : 0;
  isOperator[code] = /[=:>|?]/.test(character) ? 1 : 0;
}
const isQuote = (byte: number): boolean => byte === 0x22 || byte === 0x27 || byte === 0x60;

/** A name that a credential may be assigned to. */
const credentialName =
  /key|token|secret|pass|pwd|auth|cred|api|client|access|licen[sc]e|webhook|dsn|cookie|private|(?:^|[^a-z])(?:id|pat|sid|jwt)(?:$|[^a-z])/;

/** A type between a name and its value: `key: string = "…"`. */
const typeName = /^\s*(?:string|str|&str|char|const|text|any)\s*$/i;

/** A value whose name stands before it as a value of its own: `name: API_KEY` and below it `value: …`. */
const valueName = /(?:^|[^a-z])(?:value|default|defaultvalue)\s*$/;

/** Looks at what the operator at `at` assigns, and to which name. */
export function findAssigned(text: PlainText, at: number, budget: Budget, matches: Match[]): void {
  const { bytes } = text;
  // Of `:=`, `=>` and `==` the first character speaks for all.
  if (at > 0 && isOperator[bytes[at - 1]!] === 1) return;
  const start = valueStartBehind(bytes, at);
  if (start < 0) return;
  budget.spend(unitsPerGlance);
  if (!isWorthALook(bytes, start)) return;
  budget.spend(longestName);
  const name = nameBefore(text, at);
  if (name.length < 3) return;

  if (credentialName.test(name)) {
    for (const rule of rulesFor(name)) {
      const match = matchNear(text, start, rule, budget);
      if (match !== undefined) matches.push(match);
    }
    const generic = findGeneric(text, start, name, budget);
    const match = generic === undefined ? undefined : judge(text, generic, genericRule);
    if (match !== undefined) matches.push(match);
  }
}

/** @returns where the value begins, or -1 where none is assigned */
function valueStartBehind(bytes: Uint8Array, at: number): number {
  let start = at + 1;
  if (bytes[at] === 0x2c) {
    // A comma assigns only between two quoted texts: `setenv("API_KEY", "…")`.
    if (at === 0 || !isQuote(bytes[at - 1]!)) return -1;
    while (bytes[start] === 0x20) start++;
    return isQuote(bytes[start]!) ? start + 1 : -1;
  }
  // Between the tags of XML the value may stand on a line of its own.
  const filler = bytes[at] === 0x3e ? isSpace : isFiller;
  const limit = start + longestGap;
  while (start < limit && (filler[bytes[start]!] === 1 || isFiller[bytes[start]!] === 1)) start++;
  return start < limit ? start : -1;
}

function isWorthALook(bytes: Uint8Array, start: number): boolean {
  let digits = 0;
  let letters = 0;
  let end = start;
  for (; end < start + glanceLength; end++) {
    const kind = valueClass[bytes[end]!]!;
    if (kind === 0) break;
    if (kind === digit) digits++;
    else if (kind === letter) letters++;
  }
  return end - start >= shortestValue && digits > 0 && (letters > 0 || digits >= 14);
}

/** The name that is assigned to, in lower case, with what stands before it. */
function nameBefore(text: PlainText, at: number): string {
  const name = nameEndingAt(text, at);
  if (typeName.test(name)) {
    const from = Math.max(0, at - longestName);
    const colon = text.latin1.slice(from, at).lastIndexOf(":");
    if (colon >= 0) return nameEndingAt(text, from + colon);
  }
  if (valueName.test(name)) {
    return text.latin1.slice(Math.max(0, at - longestName - name.length), at).toLowerCase();
  }
  return name;
}

function nameEndingAt({ bytes, latin1 }: PlainText, at: number): string {
  let end = at;
  while (end > at - 4 && end > 0 && isFiller[bytes[end - 1]!] === 1) end--;
  let start = end;
  while (start > end - longestName && start > 0 && isName[bytes[start - 1]!] === 1) start--;
  return latin1.slice(start, end).toLowerCase();
}

const nameBytes = Buffer.alloc(3 * longestName + 4);

function rulesFor(name: string): Set<NearRule> {
  const rules = new Set<NearRule>();
  const length = nameBytes.write(name, "latin1");
  nameBytes.fill(0, length);
  const index = nameIndex();
  for (let at = 0; at < length - 2; at++) {
    if (index.mayStart(nameBytes, at)) index.forEachAt(nameBytes, at, name, at, (rule) => rules.add(rule));
  }
  return rules;
}
