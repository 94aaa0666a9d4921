import { KeywordIndex } from "./keyword-index.ts";
import type { MatcherRule, NearRule, TokenRule } from "./rule.ts";
import { rules } from "./rule-table.ts";

let starts: KeywordIndex<TokenRule | MatcherRule> | undefined;
let names: KeywordIndex<NearRule> | undefined;

/** The rules that are told by how a credential starts. Made when first needed, so that importing costs little. */
export function startIndex(): KeywordIndex<TokenRule | MatcherRule> {
  return (starts ??= makeStartIndex());
}

/** The rules that are told by the name a credential is assigned to. */
export function nameIndex(): KeywordIndex<NearRule> {
  return (names ??= makeNameIndex());
}

function makeStartIndex(): KeywordIndex<TokenRule | MatcherRule> {
  const index = new KeywordIndex<TokenRule | MatcherRule>({ foldsCase: false });
  for (const rule of rules) {
    if (rule.kind !== "near") for (const start of rule.starts) index.add(start, rule);
  }
  return index;
}

function makeNameIndex(): KeywordIndex<NearRule> {
  const index = new KeywordIndex<NearRule>({ foldsCase: true });
  for (const rule of rules) if (rule.kind === "near") for (const name of rule.names) index.add(name, rule);
  return index;
}
