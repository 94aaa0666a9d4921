import { rename, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { flushCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { logSurprise } from "../../lambda/compose-proxy.ts";
import { createNodeServer } from "../../lambda/hosts/node-server.ts";
import { trackExchanges } from "../../lambda/hosts/track-exchanges.ts";
import { JobError } from "../cli/run-command.ts";
import { banner } from "./banner.ts";
import { hardenProcess } from "./harden-process.ts";
import { type ChosenProxy, proxyOfOptions } from "./proxy-of-options.ts";
import type { StartOptions } from "./start-options.ts";
import { chooseUpstream } from "./upstream.ts";

/** How long an end waits for what has been answered to be recorded. */
const maxRecordingMs = 5_000;

/** Everything that can fail fails before anybody is told of the port; from then on the server runs until it is told to end. */
export async function startServer(options: StartOptions): Promise<void> {
  if (!options.tokens && options.keyStdin) hardenProcess();
  const upstream = await chooseUpstream(options);
  const chosen = await proxyOfOptions(options, upstream);
  const { proxy, settled } = trackExchanges(chosen.proxy);
  const exitWhenRecorded = async (): Promise<never> => {
    await Promise.race([settled(), wait(maxRecordingMs)]);
    process.exit(0);
  };
  const server = createNodeServer(
    proxy,
    options.httpShutdown ? { onShutdown: () => void exitWhenRecorded() } : {},
  );
  const port = await listen(server, options);
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  const firstToken = await announce(chosen, options.serverInfo, port).catch((error: unknown) => {
    server.close();
    throw error;
  });
  surviveSurprises();
  const { recordsIn } = chosen;
  const lines = banner(options, upstream, { origin: `http://${host}:${port}`, recordsIn, firstToken });
  process.stderr.write(`${lines}\n`);
  endOn(["SIGINT", "SIGTERM"], server, exitWhenRecorded);
  // A server may end by being killed, which leaves no time to keep what the next start can use.
  flushCompileCache();
}

/** @returns the first token, made last: after a start that failed it would be one that nobody has seen */
async function announce(
  { addFirstToken }: ChosenProxy,
  serverInfo: string | undefined,
  port: number,
): Promise<string | undefined> {
  if (serverInfo !== undefined) await writeServerInfo(serverInfo, port);
  return addFirstToken?.();
}

/** Neither a fault of one exchange, nor a log that can't be written any more, may end the streams of all others. */
function surviveSurprises(): void {
  process.on("unhandledRejection", logSurprise);
  process.on("uncaughtException", logSurprise);
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners("error");
    stream.on("error", () => {});
  }
}

function listen(server: Server, { port, host }: StartOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(listenError(cause, port, host)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenError(cause: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (cause.code) {
    case "EADDRINUSE":
      return new JobError(`port ${port} is in use; choose another with --port, or --port 0 for a free one`);
    case "EACCES":
      return new JobError(`port ${port} is not allowed for this user; choose one above 1023 with --port`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new JobError(`${host} is not an address of this machine; choose another with --host`);
    default:
      return new Error("the server could not listen", { cause });
  }
}

/** Beside, then renamed: whoever waits for the file never reads half of it. */
async function writeServerInfo(file: string, port: number): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    await writeFile(partial, `${JSON.stringify({ port, pid: process.pid })}\n`);
    await rename(partial, file);
  } catch (cause) {
    throw new JobError(`${file} can't be written; name another file with --server-info`, { cause });
  }
}

/** A first signal lets the streams that are under way come to their end; a second one does not wait. */
function endOn(signals: NodeJS.Signals[], server: Server, exitWhenRecorded: () => Promise<never>): void {
  const end = (): void => {
    if (!server.listening) process.exit(0);
    server.close(() => void exitWhenRecorded());
    server.closeIdleConnections();
  };
  for (const signal of signals) process.on(signal, end);
}
