import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Refusal, type RefusalReason, wireError } from "../../lambda/domain/refusal.ts";
import { JobError } from "../cli/run-command.ts";

export interface LogMatches {
  lines: number;
  /** How often each refusal was logged whose words have the text in them. */
  codes: Record<string, number>;
}

/** What the proxy tells callers whom it can't tell, and of whom the archive therefore has nothing. */
const reasons: readonly RefusalReason[] = [
  { code: "invalid_proxy_token", problem: "missing" },
  { code: "invalid_proxy_token", problem: "malformed" },
  { code: "invalid_proxy_token", problem: "unknown" },
  { code: "route_not_allowed", method: "", path: "" },
  { code: "websocket_not_supported" },
  { code: "token_store_unavailable", cause: undefined },
  { code: "internal_error", cause: undefined },
];

/** Counts the proxy's refusals in its own log lines; a log group's export has other text before each of them. */
export async function searchLog(file: string, text: string): Promise<LogMatches> {
  const codes = new Set(
    reasons
      .filter((reason) => text.includes(reason.code) || messageOf(reason).toLowerCase().includes(text))
      .map(({ code }) => code as string),
  );
  const matches: LogMatches = { lines: 0, codes: {} };
  try {
    const input = file === "-" ? process.stdin : createReadStream(file);
    for await (const line of createInterface({ input })) {
      const code = /"message":"exchange".*"code":"([a-z_]{1,60})"/.exec(line)?.[1];
      matches.lines++;
      if (code !== undefined && codes.has(code)) matches.codes[code] = (matches.codes[code] ?? 0) + 1;
    }
  } catch (cause) {
    throw new JobError(`the log ${file} can't be read (${String((cause as NodeJS.ErrnoException).code)})`, {
      cause,
    });
  }
  return matches;
}

const messageOf = (reason: RefusalReason): string => wireError(new Refusal(reason)).body.error.message;
