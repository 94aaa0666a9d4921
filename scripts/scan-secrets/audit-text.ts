import { textTable } from "../cli/text-table.ts";
import type { Audit } from "./audit-archive.ts";

/** The audit as a table for people. */
export function auditText({ rows }: Audit): string {
  if (rows.length === 0) return "No secrets found.";
  return textTable(
    ["day", "user_id", "rule", { right: "exchanges" }, { right: "secrets" }],
    rows.map((row) => [row.day, row.user_id, row.rule, String(row.exchanges), String(row.secrets)]),
  );
}

/** What the figures rest on, in one sentence. */
export function auditSummary({ exchanges, unreadable, incomplete, from, to }: Audit): string {
  const doubts = [
    unreadable > 0 ? `${unreadable} objects could not be read` : "",
    incomplete > 0 ? `${incomplete} exchanges were too costly to scan to their end` : "",
  ].filter((doubt) => doubt !== "");
  return [`Scanned ${exchanges} exchanges from ${from} to ${to}`, ...doubts].join("; ") + ".";
}
