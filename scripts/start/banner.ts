import { codexConfig } from "./codex-config.ts";
import type { StartOptions } from "./start-options.ts";
import type { Upstream } from "./upstream.ts";

/** What is known once the server listens. */
export interface Started {
  origin: string;
  /** Absent: exchanges are kept nowhere. */
  recordsIn: string | undefined;
  /** Made just now, because there was none. */
  firstToken: string | undefined;
}

/** What a person sees at the start: where it listens, where requests go, what is kept, and how to point Codex at it. */
export function banner(
  options: StartOptions,
  upstream: Upstream,
  { origin, recordsIn, firstToken }: Started,
): string {
  return [
    `codex-proxy listens on ${origin}`,
    upstream.isSimulator
      ? `No OpenAI key was given: a SIMULATOR answers, not ${options.upstreamUrl?.origin ?? "OpenAI"}. Set OPENAI_API_KEY or use --key-stdin.`
      : `Requests go to ${upstream.url.origin}${upstream.url.pathname.replace(/\/$/, "")}`,
    recordsIn === undefined ? "Exchanges are not recorded." : `Exchanges are recorded in ${recordsIn}`,
    ...accessLines(options, firstToken),
    "",
    "Codex's config.toml:",
    "",
    codexConfig(origin, options.tokens ? (firstToken ?? "<your proxy token>") : undefined),
  ].join("\n");
}

function accessLines(options: StartOptions, firstToken: string | undefined): string[] {
  if (!options.tokens)
    return ["Strict mode: anybody on this machine may use it; POST /v1/responses and nothing else."];
  if (firstToken === undefined) return ["For another token: npm run tokens -- add --user NAME --local"];
  return ["", `Your proxy token, shown only now: ${firstToken}`];
}
