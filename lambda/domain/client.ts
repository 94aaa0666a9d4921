import type { Headers } from "./headers.ts";

/** Which of Codex's faces sent a request. */
export type Client = "cli" | "exec" | "ide" | "subagent" | "other";

/** Codex names itself in `originator` and marks what its sub-agents send; other OpenAI clients count as `other`. */
export function clientOf(headers: Headers): Client {
  if (headers["x-openai-subagent"] !== undefined) return "subagent";
  const originator = headers["originator"] ?? headers["user-agent"] ?? "";
  if (/^codex_exec\b/.test(originator)) return "exec";
  if (/^codex_(vscode|jetbrains|xcode|ide)/.test(originator)) return "ide";
  if (/^codex[_-]?(cli|tui)/.test(originator)) return "cli";
  return "other";
}
