import { textTable } from "../cli/text-table.ts";
import type { OriginMatch } from "./search-archive.ts";

/** The answer of `npm run check-response-origin`, as `--json` has it. */
export interface Finding {
  text: string;
  from: string;
  to: string;
  verdict: "openai" | "proxy" | "both" | "neither";
  /** What makes Codex show this text by itself; null for one that it only passes on. */
  codex: string | null;
  found: { openai: number; proxy: number };
  refusals_in_log: Record<string, number>;
  /** Why not all of the log was read. */
  log_problem: string | null;
  exchanges: number;
  unreadable: number;
  matches: readonly OriginMatch[];
}

export function findingText(finding: Finding): string {
  const { verdict, codex, exchanges, from, to, unreadable } = finding;
  const lines = [
    `${sentences[verdict]} ${exchanges} exchanges from ${from} to ${to} were looked at.`,
    ...(codex === null ? [] : [`Codex makes this text itself: ${codex}.`]),
    ...(verdict === "neither" ? [next] : []),
    ...Object.entries(finding.refusals_in_log).map(([code, count]) => `In the log: ${code}, ${count} times.`),
    ...(finding.log_problem === null
      ? []
      : [`The log in CloudWatch was not read, or not all of it: ${finding.log_problem.replace(/\.$/, "")}.`]),
    ...(unreadable === 0 ? [] : [`${unreadable} objects could not be read.`]),
  ];
  return `${lines.join("\n")}\n${tableOf(finding)}`;
}

const sentences = {
  openai: "OpenAI said it.",
  proxy: "The proxy said it.",
  both: "Both said it: OpenAI, and the proxy.",
  neither: "Neither OpenAI nor the proxy said it.",
};

const next =
  "So it came from the network, from the Function URL before the proxy ran, or from Codex itself: try `codex doctor`, curl BASE_URL without /v1 and with /health behind it, and other days with --from; refusals of unknown tokens stand in the log alone (that of a server: --log).";

function tableOf({ matches, found }: Finding): string {
  if (matches.length === 0) return "";
  const rows = matches.map((match) => [
    match.time,
    match.said_by === "proxy" ? "proxy" : "OpenAI",
    match.user_id,
    String(match.status),
    match.code ?? "",
    match.id,
    match.upstream_request_id ?? "",
  ]);
  const more = found.openai + found.proxy - matches.length;
  const table = textTable(["TIME", "SAID BY", "USER", "STATUS", "CODE", "EXCHANGE", "REQUEST ID"], rows);
  return `\n${table}\n${more > 0 ? `and ${more} more\n` : ""}`;
}
