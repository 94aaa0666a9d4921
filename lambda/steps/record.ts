import { archiveObject } from "../domain/archive-object.ts";
import { type ExchangeSummary, type ExchangeWords, archivePath } from "../domain/exchange-record.ts";
import { giveBack } from "../domain/give-back.ts";
import type { Headers } from "../domain/headers.ts";
import { ledgerEntryOf } from "../domain/ledger-entry.ts";
import { KnownBlocks } from "../domain/known-blocks.ts";
import { limits } from "../domain/limits.ts";
import { describeError } from "../domain/refusal.ts";
import { type Exchange, fullPath } from "../exchange.ts";
import type { Archive } from "../stores/archive.ts";
import { SpooledError } from "../stores/persistent-stores.ts";
import type { UsageLedger } from "../stores/usage-ledger.ts";
import { Backlog } from "./backlog.ts";
import { type RecordError, logLine } from "./log-line.ts";
import { inFlightAfter } from "./in-flight.ts";
import { inFlightSummary, meter } from "./meter.ts";

/** Leaves the record of an exchange. Never rejects and never throws: what can't be written is counted and logged. */
export interface Recorder {
  /** What of the bodies to come was archived before; nothing where nothing is. */
  readonly knownBlocks?: KnownBlocks;
  /** The caller has been let in. Resolves when what waits to be recorded leaves room for his exchange. */
  room(exchange: Exchange): Promise<void>;
  /** The request goes out to OpenAI: from now on it is worth a record even if this instance dies. */
  begin(exchange: Exchange): void;
  /** The exchange has been answered. */
  finish(exchange: Exchange): Promise<void>;
}

export interface RecordParts {
  archive: Archive;
  ledger: UsageLedger;
  /** `metadata` keeps everything but the two bodies. */
  logBodies: "full" | "metadata";
  /** Whether an exchange that takes a while is recorded before it has ended. */
  inFlightRecords: boolean;
  /** How much of the bodies is kept to recognise it when it comes again. */
  knownBlocksBytes: number;
  /** What to wait for before an exchange is recorded, so that others may be with it; nothing where there are no others. */
  gather?: (() => Promise<void>) | undefined;
  /** Takes one line of JSON without its end of line. */
  log: (line: string) => void;
  /** The function's name: the dimension of every metric. */
  functionName: string;
  now: () => number;
}

export function recordTo(parts: RecordParts): Recorder {
  const knownBlocks = new KnownBlocks(parts.knownBlocksBytes);
  const backlog = new Backlog(limits.maxUnrecordedBytes);
  const keep = async (
    exchange: Exchange,
    summary: ExchangeSummary,
    answerBody: Buffer | undefined,
    put: "put" | "putIfAbsent",
  ): Promise<void> => {
    const words = wordsOf(exchange, answerBody, parts.logBodies);
    const object = await archiveObject(summary, words, knownBlocks);
    await parts.archive[put](archivePath(summary), object);
  };
  return {
    knownBlocks,

    room: () => backlog.room(),

    begin(exchange) {
      const { caller } = exchange;
      if (!parts.inFlightRecords || caller === undefined) return;
      exchange.inFlight = inFlightAfter(limits.inFlightDelayMs, () =>
        keep(exchange, inFlightSummary(exchange, caller, parts.now()), undefined, "putIfAbsent"),
      );
    },

    async finish(exchange) {
      if (exchange.route === "health" || (exchange.route === "usage" && !exchange.refusal)) return;
      // Without a caller there is nobody to record it for: a log line, so that the internet can't fill the archive.
      if (exchange.caller === undefined) return parts.log(logLine(exchange, undefined, {}, parts));

      const { caller } = exchange;
      const endedAtMs = parts.now();
      // The record of the whole must not be overwritten by one of its beginning.
      await exchange.inFlight?.settled();
      await backlog.hold(heldBytes(exchange), async () => {
        if (backlog.bytes <= limits.maxGatheredBytes) await parts.gather?.();
        const answerBody = exchange.answer?.body.whole() ?? Buffer.alloc(0);
        const summary = meter(exchange, caller, answerBody, endedAtMs);
        const [archived, counted] = await Promise.allSettled([
          keep(exchange, summary, answerBody, "put"),
          parts.ledger.add(ledgerEntryOf(summary, exchange.client)),
        ]);
        const errors = { archive: errorOf(archived), ledger: errorOf(counted) };
        parts.log(logLine(exchange, summary, errors, parts));
        giveBack(answerBody);
      });
    },
  };
}

/** What stays in memory until the exchange is recorded. */
function heldBytes({ answer, body }: Exchange): number {
  return (answer?.body.length ?? 0) + (body?.ownBytes ?? 0);
}

/** For the strict local mode without a data directory: as OpenAI's own proxy does, nothing is kept. */
export const recordNothing: Recorder = { async room() {}, begin() {}, async finish() {} };

function wordsOf(
  exchange: Exchange,
  answerBody: Buffer | undefined,
  logBodies: "full" | "metadata",
): ExchangeWords {
  const { request, key } = exchange;
  const { status, headers, body } = responseOf(exchange, answerBody);
  const isKept = logBodies === "full";
  return {
    key,
    request: {
      method: request.method,
      path: fullPath(request),
      headers: withoutCredentials(request.headers),
      body: isKept ? exchange.keptBody : undefined,
    },
    response: { status, headers: withoutCredentials(headers), body: isKept ? body : undefined },
  };
}

/** What the caller was sent: OpenAI's answer, or the proxy's own error. */
function responseOf(
  { answer, ownAnswer }: Exchange,
  answerBody: Buffer | undefined,
): ExchangeWords["response"] {
  return ownAnswer ?? { status: answer?.status ?? 0, headers: answer?.headers ?? {}, body: answerBody };
}

/** Headers that are credentials by what they are; in any other one may stand, and is taken out with the rest. */
const credentialHeaders = new Set(["authorization", "cookie", "proxy-authorization", "x-api-key"]);

function withoutCredentials(headers: Headers): Headers {
  const kept: Headers = {};
  for (const name in headers) {
    if (!credentialHeaders.has(name)) kept[name] = headers[name]!;
  }
  return kept;
}

function errorOf(result: PromiseSettledResult<void>): RecordError | undefined {
  if (result.status === "fulfilled") return undefined;
  return { isSpooled: result.reason instanceof SpooledError, description: describeError(result.reason) };
}
