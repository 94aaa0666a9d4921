import type { Action } from "./rule.ts";

/** What a deployment, or a token, wants done about credentials. */
export type ScanMode = "off" | Action;

const strength: Record<ScanMode, number> = { off: 0, flag: 1, redact: 2, block: 3 };

/** What is done about a finding: what the mode asks for, but never more than the rule is sure enough of. */
export function actionOf(strongest: Action, mode: Action): Action {
  return strength[strongest] < strength[mode] ? strongest : mode;
}
