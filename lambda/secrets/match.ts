import type { Budget } from "./budget.ts";
import type { PlainText } from "./plain-text.ts";
import { isStub, looksRandom } from "./randomness.ts";
import type { Action, MatcherRule, NearRule, Rule, Span, TokenRule } from "./rule.ts";

/** A finding in positions of the plain text. */
export interface Match extends Span {
  rule: Rule;
  strongest: Action;
}

/** What calling an expression or a matcher costs before it has looked at anything. */
const unitsPerTry = 48;

/** A token goes on as far as these do; so does what only looks like one. */
const tokenEnd = "(?![A-Za-z0-9_-])";

/** What may stand behind an assigned value. */
const valueEnd = "(?=[\\s\"'`;,<>&)}\\]\\\\|]|$)";

interface Compiled {
  expression: RegExp;
  units: number;
}

const compiled = new WeakMap<Rule, Compiled>();

/** Expressions are compiled when first needed: most rules of the table are never tried in the life of an instance. */
function compile(rule: TokenRule | NearRule): Compiled {
  const { source, flags } = rule.kind === "token" ? rule.rest : rule.shape;
  const end = rule.kind === "token" ? tokenEnd : valueEnd;
  const expression = new RegExp(`(?:${source})${end}`, `y${flags}`);
  const made = { expression, units: unitsPerTry + 2 * reachOf(source) };
  compiled.set(rule, made);
  return made;
}

/** How many characters an expression can look at, and look at again: the table bounds every repetition. */
function reachOf(source: string): number {
  let reach = 0;
  for (const [, least, most = least] of source.matchAll(/\{(\d+)(?:,(\d+))?\}/g)) {
    reach += Number(most) + 3 * (Number(most) - Number(least));
  }
  return reach;
}

export function matchToken(
  text: PlainText,
  start: number,
  keywordLength: number,
  rule: TokenRule,
  budget: Budget,
): Match | undefined {
  const { expression, units } = compiled.get(rule) ?? compile(rule);
  budget.spend(units);
  expression.lastIndex = start + keywordLength;
  const found = expression.exec(text.latin1);
  if (found === null) return undefined;
  const end = expression.lastIndex;
  const group = found[1];
  if (group === undefined) return judge(text, { start, end }, rule);
  // The group is the last thing of its expression but for what encloses it.
  const groupStart = text.latin1.lastIndexOf(group, end - group.length);
  return judge(text, { start: groupStart, end: groupStart + group.length }, rule);
}

export function matchNear(text: PlainText, start: number, rule: NearRule, budget: Budget): Match | undefined {
  const { expression, units } = compiled.get(rule) ?? compile(rule);
  budget.spend(units);
  expression.lastIndex = start;
  return expression.test(text.latin1) ? judge(text, { start, end: expression.lastIndex }, rule) : undefined;
}

export function matchOwn(
  text: PlainText,
  start: number,
  rule: MatcherRule,
  budget: Budget,
): Match | undefined {
  budget.spend(unitsPerTry);
  const span = rule.find(text, start, budget);
  return span === undefined ? undefined : judge(text, span, rule);
}

/** The checks that a shape can't hold. */
export function judge(text: PlainText, { start, end }: Span, rule: Rule): Match | undefined {
  const secret = text.latin1.slice(start, end);
  if (rule.bits !== 0 && (isStub(secret) || !looksRandom(secret, rule.bits))) return undefined;
  if (rule.check !== undefined && !rule.check(secret)) return undefined;
  const strongest = rule.strongest ?? "block";
  const isUnsure = rule.checksum !== undefined && strongest === "block" && !rule.checksum(secret);
  return { rule, start, end, strongest: isUnsure ? "redact" : strongest };
}
