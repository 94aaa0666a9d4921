import { Refusal, type RefusalReason, wireError } from "../../lambda/domain/refusal.ts";

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

/** Counts the refusals in log lines whose words have a text in them. */
export class LoggedRefusals {
  /** The codes of those that are looked for. */
  readonly wanted: ReadonlySet<string>;
  readonly counts: Record<string, number> = {};

  /** @param text in small letters */
  constructor(text: string) {
    const saying = reasons.filter(
      (reason) => text.includes(reason.code) || messageOf(reason).toLowerCase().includes(text),
    );
    this.wanted = new Set(saying.map(({ code }) => code));
  }

  /** A log group's export has other text before each line of the proxy. */
  add(line: string): void {
    const code = /"message":"exchange".*"code":"([a-z_]{1,60})"/.exec(line)?.[1];
    if (code !== undefined && this.wanted.has(code)) this.counts[code] = (this.counts[code] ?? 0) + 1;
  }
}

const messageOf = (reason: RefusalReason): string => wireError(new Refusal(reason)).body.error.message;
