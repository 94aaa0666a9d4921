import type { Budget } from "./budget.ts";
import type { PlainText } from "./plain-text.ts";

/** What may be done about a finding, from the weakest to the strongest. */
export type Action = "flag" | "redact" | "block";

/** A place in the plain text: from `start` to before `end`. */
export interface Span {
  start: number;
  end: number;
}

/** How a kind of credential is told from other text, beyond its shape. */
export interface Checks {
  /** The least entropy in bits a character; 0 accepts any. Default 2.7. */
  bits?: number;
  /** Must hold, or it is not this credential. */
  check?: (secret: string) => boolean;
  /** Where it fails the vendor may have changed his format, or the token is mistyped: never blocked, at most redacted. */
  checksum?: (secret: string) => boolean;
  /** The strongest thing ever done about it; default block. */
  strongest?: Action;
}

interface RuleBase extends Checks {
  id: string;
  /** What it is, as the error message names it. */
  what: string;
}

/** Told by how it starts: `starts` are exact, and `rest` follows at once. A first group in it holds the secret. */
export interface TokenRule extends RuleBase {
  kind: "token";
  starts: string[];
  rest: RegExp;
}

/** Told by what it is assigned to: a name that holds one of `names` and a word such as "key" or "token". */
export interface NearRule extends RuleBase {
  kind: "near";
  names: string[];
  shape: RegExp;
}

/** Told by a matcher of its own, tried wherever one of `starts` begins a word. */
export interface MatcherRule extends RuleBase {
  kind: "matcher";
  starts: string[];
  find: (text: PlainText, at: number, budget: Budget) => Span | undefined;
}

export type Rule = TokenRule | NearRule | MatcherRule;

/** @param starts one or more, separated by `|`, at least three characters long */
export function token(id: string, what: string, starts: string, rest: RegExp, checks?: Checks): TokenRule {
  return { kind: "token", id, what, starts: starts.split("|"), rest, ...checks };
}

/** @param names one or more, lower case, separated by `|`, at least three characters long */
export function near(id: string, what: string, names: string, shape: RegExp, checks?: Checks): NearRule {
  return { kind: "near", id, what, names: names.split("|"), shape, ...checks };
}

/** @param starts separated by `|`, at least three characters long; none where something else calls the matcher */
export function matcher(
  id: string,
  what: string,
  starts: string,
  find: MatcherRule["find"],
  checks?: Checks,
): MatcherRule {
  return {
    kind: "matcher",
    id,
    what,
    starts: starts.split("|").filter((start) => start !== ""),
    find,
    ...checks,
  };
}
