import type { Audit, AuditRow } from "./audit-archive.ts";

const columns = ["day", "user_id", "rule", "exchanges", "secrets"] as const;

/** The audit as a table for people. */
export function auditText(audit: Audit): string {
  const header = Object.fromEntries(columns.map((name) => [name, name])) as Record<keyof AuditRow, string>;
  const rows = [header, ...audit.rows];
  const widths = columns.map((name) => Math.max(...rows.map((row) => String(row[name]).length)));
  const lines = rows.map((row) =>
    columns
      .map((name, i) =>
        typeof row[name] === "number"
          ? String(row[name]).padStart(widths[i]!)
          : String(row[name]).padEnd(widths[i]!),
      )
      .join("  ")
      .trimEnd(),
  );
  return audit.rows.length === 0 ? "No secrets found." : lines.join("\n");
}

/** What the figures rest on, in one sentence. */
export function auditSummary({ exchanges, unreadable, incomplete, from, to }: Audit): string {
  const doubts = [
    unreadable > 0 ? `${unreadable} objects could not be read` : "",
    incomplete > 0 ? `${incomplete} exchanges were too costly to scan to their end` : "",
  ].filter((doubt) => doubt !== "");
  return [`Scanned ${exchanges} exchanges from ${from} to ${to}`, ...doubts].join("; ") + ".";
}
