import { Command, InvalidArgumentError, Option } from "commander";
import { defaultUpstreamUrl, readUpstreamUrl } from "../../lambda/config.ts";
import { UsageError } from "../cli/run-command.ts";
import { defaultDataDir } from "../cli/store-options.ts";

export interface StartOptions {
  port: number;
  host: string;
  serverInfo?: string;
  httpShutdown?: true;
  /** Absent: OpenAI, or the simulator where there is no key. */
  upstreamUrl?: URL;
  /** Absent: the default folder, or no records in strict mode. */
  dataDir?: string;
  keyStdin?: true;
  /** False in the strict single-user mode. */
  tokens: boolean;
  store: "local" | "aws";
  onDisconnect: "cancel" | "drain";
}

export function startCommand(start: (options: StartOptions) => Promise<void>): Command {
  return new Command("start")
    .description("Run the proxy on this machine.")
    .option("--port <n>", "the port to listen on; 0 takes a free one", parsePort, 8787)
    .option("--host <addr>", "the address to listen on", "127.0.0.1")
    .option("--server-info <file>", 'write {"port":N,"pid":N} here, once listening')
    .option("--http-shutdown", "end on GET /shutdown from this machine")
    .option("--upstream-url <url>", `where requests go (default: ${defaultUpstreamUrl})`, parseUpstreamUrl)
    .option("--data-dir <dir>", `where tokens, usage and exchanges are kept (default: ${defaultDataDir})`)
    .option("--key-stdin", "read the OpenAI key from standard input, one line; else it is OPENAI_API_KEY")
    .option(
      "--no-tokens",
      "strict single-user mode: loopback, no proxy tokens, POST /v1/responses and nothing else",
    )
    .option("--store <where>", "local, or aws with the environment of the function", parseStore, "local")
    .addOption(
      new Option(
        "--on-disconnect <what>",
        "when a caller goes away, cancel the answer, or drain it to learn its usage",
      )
        .choices(["cancel", "drain"])
        .default("cancel"),
    )
    .action((options: StartOptions) => {
      checkStrictMode(options);
      return start(options);
    });
}

/** Whoever reaches the port in strict mode spends the key; so nobody but this machine may. */
function checkStrictMode({ tokens, host, store }: StartOptions): void {
  if (tokens) return;
  if (!isLoopback(host))
    throw new UsageError(`--no-tokens listens on loopback only, not on ${host}: leave --host out`);
  if (store === "aws")
    throw new UsageError("--no-tokens keeps its records on this machine: leave --store out");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a number from 0 to 65535.");
}

function parseUpstreamUrl(text: string): URL {
  const problems: string[] = [];
  const url = readUpstreamUrl("--upstream-url", text, problems);
  if (problems.length > 0) throw new InvalidArgumentError(`Expected an address like ${defaultUpstreamUrl}.`);
  return url;
}

function parseStore(text: string): "local" | "aws" {
  if (text === "local" || text === "aws") return text;
  throw new InvalidArgumentError("Expected local or aws.");
}
