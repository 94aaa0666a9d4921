import { type Proxy, createProxy } from "./proxy.ts";
import { answerUsageFrom } from "./steps/answer-usage.ts";
import { authenticateByToken } from "./steps/authenticate.ts";
import type { InspectSettings } from "./domain/inspect-settings.ts";
import { limits } from "./domain/limits.ts";
import { describeError } from "./domain/refusal.ts";
import { inspectWith } from "./steps/inspect.ts";
import { forwardTo } from "./steps/forward.ts";
import { gatherFor } from "./steps/gather.ts";
import { journaled } from "./steps/journaled.ts";
import { recordTo } from "./steps/record.ts";
import { UpstreamClient } from "./steps/upstream-client.ts";
import type { ExchangeJournal } from "./stores/exchange-journal.ts";
import type { Stores } from "./stores/stores.ts";

export interface ProxySettings {
  upstreamUrl: URL;
  logBodies: "full" | "metadata";
  functionName: string;
  secrets: InspectSettings;
  inFlightRecords: boolean;
  /** How much of the bodies is kept to recognise it when it comes again; by default what a function can spare. */
  knownBlocksBytes?: number;
  /** How long an exchange that has ended waits for others, to be recorded with them. A function has one at a time. */
  gatherMs?: number;
  /** A Function URL never tells that a caller has gone: this is for the server. */
  onDisconnect?: "cancel" | "drain";
  /** In the place of the bound that the official SDKs have. */
  firstByteTimeoutMs?: number;
  /** Where the host's files outlive its process. */
  journal?: ExchangeJournal | undefined;
  /** Takes one line of JSON without its end of line; by default it goes to stdout. */
  log?: (line: string) => void;
}

/** The whole proxy over a family of stores: what the function and the server on one machine have in common. */
export function composeProxy(stores: Stores, settings: ProxySettings, now: () => number): Proxy {
  const recorder = recordTo({
    archive: stores.archive,
    ledger: stores.ledger,
    logBodies: settings.logBodies,
    functionName: settings.functionName,
    inFlightRecords: settings.inFlightRecords,
    knownBlocksBytes: settings.knownBlocksBytes ?? limits.knownBlocksBytes,
    gather: settings.gatherMs === undefined ? undefined : gatherFor(settings.gatherMs),
    log: settings.log ?? logToStdout,
    now,
  });
  return createProxy({
    routes: "standard",
    authenticate: authenticateByToken(stores.tokens, now),
    inspect: inspectWith(settings.secrets, stores.keys),
    forward: forwardTo(
      new UpstreamClient({
        url: settings.upstreamUrl,
        onDisconnect: settings.onDisconnect ?? "cancel",
        firstByteTimeoutMs: settings.firstByteTimeoutMs ?? limits.firstByteTimeoutMs,
        now,
      }),
      stores.keys,
    ),
    answerUsage: answerUsageFrom(stores.usage, now),
    recorder: settings.journal === undefined ? recorder : journaled(recorder, settings.journal),
    // Should it fail, the forward step asks again and says so.
    warmUp: () => void stores.keys.get().catch(() => {}),
    now,
  });
}

/** What nobody has caught; without this it would end the process, and every stream with it. */
export function logSurprise(error: unknown): void {
  logToStdout(JSON.stringify({ level: "ERROR", message: "surprise", cause: describeError(error) }));
}

/** Past the runtime's patched console, which would wrap the line and so hide its metrics from CloudWatch. */
export function logToStdout(line: string): void {
  process.stdout.write(`${line}\n`);
}
