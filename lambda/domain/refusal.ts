import { scrubbedStart } from "./scrub.ts";

/** Why the proxy itself answers, with the evidence for the log. What the caller is told is decided in `wireError`. */
export type RefusalReason =
  | { code: "invalid_proxy_token"; problem: "missing" | "malformed" | "unknown" }
  | { code: "token_disabled"; tokenId: string }
  | { code: "token_expired"; tokenId: string; expiresAt: string }
  | { code: "route_not_allowed"; method: string; path: string }
  | { code: "websocket_not_supported" }
  | { code: "model_not_allowed"; model: string | undefined; allowed: readonly string[] }
  | { code: "secret_detected"; problem: "found"; where: string }
  | { code: "secret_detected"; problem: "unreadable" | "unfinished" }
  | { code: "request_too_large"; maxBodyBytes: number }
  | { code: "request_malformed"; problem: string; status: 400 | 408 | 431 }
  | { code: "token_store_unavailable"; cause: unknown }
  | { code: "usage_unavailable"; cause: unknown }
  | { code: "upstream_key_unavailable"; cause: unknown }
  | { code: "upstream_unreachable"; cause: unknown }
  | { code: "upstream_timeout"; waitedMs: number }
  | { code: "client_closed" }
  | { code: "internal_error"; cause: unknown };

type RefusalCode = RefusalReason["code"];

/** An expected failure as a value: a step returns it in place of its result. */
export class Refusal {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason) {
    this.reason = reason;
  }
}

/** OpenAI's error shape, which Codex and the SDKs know how to show. */
export interface WireError {
  status: number;
  headers: Record<string, string>;
  body: { error: { message: string; type: string; code: RefusalCode; param: null } };
}

/**
 * The one place where a reason becomes an answer. Statuses are chosen by what Codex does with them:
 * 400 is shown at once, 401 and 403 after a few tries, 503 is tried again, and 500 hides its message.
 */
export function wireError({ reason }: Refusal): WireError {
  switch (reason.code) {
    case "invalid_proxy_token":
      return error(401, "authentication_error", reason.code, invalidTokenMessage[reason.problem]);
    case "token_disabled":
      return error(
        401,
        "authentication_error",
        reason.code,
        `the proxy token ${reason.tokenId} is disabled. Ask your administrator to enable it or to give you a new one.`,
      );
    case "token_expired":
      return error(
        401,
        "authentication_error",
        reason.code,
        `the proxy token ${reason.tokenId} expired at ${reason.expiresAt}. Ask your administrator for a new one.`,
      );
    case "route_not_allowed":
      return error(
        403,
        "permission_error",
        reason.code,
        "this method and path are not offered here. Check that base_url ends in /v1, with no slash behind it.",
      );
    case "websocket_not_supported":
      return error(
        426,
        "invalid_request_error",
        reason.code,
        "WebSockets are not offered here. Use POST /v1/responses, which Codex does by itself.",
      );
    case "model_not_allowed":
      return error(
        400,
        "invalid_request_error",
        reason.code,
        reason.model === undefined
          ? `this token is limited to certain models and the request names none that can be read. Choose one of: ${reason.allowed.join(", ")}.`
          : `the model ${printable(reason.model)} is not allowed for this token. Choose one of: ${reason.allowed.join(", ")}.`,
      );
    case "secret_detected":
      return error(400, "invalid_request_error", reason.code, secretSentence(reason));
    case "request_too_large":
      return error(
        413,
        "invalid_request_error",
        reason.code,
        `the request is larger than ${Math.floor(reason.maxBodyBytes / 1024 / 1024)} MB. Run /compact, start a new thread, or attach smaller images.`,
      );
    case "request_malformed":
      return error(
        reason.status,
        "invalid_request_error",
        reason.code,
        `the request could not be read: ${reason.problem}.`,
      );
    case "token_store_unavailable":
      return retryable(
        503,
        reason.code,
        "the token could not be checked just now. Try again in a few seconds.",
      );
    case "usage_unavailable":
      return retryable(
        503,
        reason.code,
        "your usage could not be read just now. Try again in a few seconds.",
      );
    case "upstream_key_unavailable":
      return retryable(
        503,
        reason.code,
        "the organisation's OpenAI key could not be read. Try again in a few seconds; if it lasts, tell your administrator.",
      );
    case "upstream_unreachable":
      return error(
        502,
        "server_error",
        reason.code,
        "OpenAI could not be reached, or broke the connection off. Try again.",
      );
    case "upstream_timeout":
      return error(
        504,
        "server_error",
        reason.code,
        `OpenAI sent nothing for ${Math.round(reason.waitedMs / 1000)} s. Try again.`,
      );
    case "client_closed":
      // Nobody is left to read it; 499 is what nginx and the log tools call it.
      return error(499, "invalid_request_error", reason.code, "the caller closed the connection.");
    case "internal_error":
      return retryable(
        503,
        reason.code,
        "something went wrong inside the proxy. Try again; if it lasts, give your administrator the request id.",
      );
  }
}

/** How the cause of a refusal reads in the log: never an object that might hold a header or a key. */
export function causeOf({ reason }: Refusal): string | undefined {
  if ("problem" in reason) return reason.problem;
  if (!("cause" in reason)) return undefined;
  return describeError(reason.cause);
}

/** An error in one line, with the causes that explain it and without its stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const name = error.name === "Error" ? "" : `${error.name}: `;
  const code = "code" in error && typeof error.code === "string" ? ` (${error.code})` : "";
  const cause = error.cause === undefined ? "" : `: ${describeError(error.cause)}`;
  return `${name}${error.message}${code}${cause}`;
}

const howToGetAToken =
  "Ask your administrator for a proxy token, which begins with codexproxy_, and set it in Codex's config.toml.";

const invalidTokenMessage = {
  missing: `no proxy token came with the request. ${howToGetAToken}`,
  malformed: `the proxy token is not a whole one; look for a missing character, a space or a quote round it. ${howToGetAToken}`,
  unknown: `this proxy token is not known here. ${howToGetAToken}`,
};

function secretSentence(reason: Extract<RefusalReason, { code: "secret_detected" }>): string {
  switch (reason.problem) {
    case "found":
      return `the request holds what looks like a secret: ${reason.where}. Take it out of the conversation (a new thread, if a tool printed it) and change it if it is real; a test key may pass with codex-proxy:allow on its line.`;
    case "unreadable":
      return "the request is compressed in a way that can't be searched for secrets. Send it uncompressed.";
    case "unfinished":
      return "the request could not be searched for secrets to its end. Start a new thread, or send less at once.";
  }
}

/** Every message begins with our name: a developer must see at once that it is not OpenAI who speaks. */
function error(status: number, type: string, code: RefusalCode, message: string): WireError {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: { error: { message: `codex-proxy: ${message}`, type, code, param: null } },
  };
}

function retryable(status: number, code: RefusalCode, message: string): WireError {
  const answer = error(status, "server_error", code, message);
  answer.headers["retry-after"] = "2";
  return answer;
}

/** A caller's own text, made safe to put into a sentence. */
function printable(text: string): string {
  return JSON.stringify(scrubbedStart(text, 100, undefined));
}
