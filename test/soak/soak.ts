import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteUsageLedger } from "../../lambda/stores/local/sqlite-usage-ledger.ts";
import { FolderArchiveReader } from "../../lambda/stores/local/folder-archive-reader.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { madeUpKey } from "../fakes/proxy-on-port.ts";
import { runScript } from "../scripts/run-script.ts";
import { type StartedServer, startedServer } from "../scripts/started-server.ts";
import { type Sent, neverArrived, sendExchange } from "./send-exchange.ts";
import { randomTrouble } from "./random-trouble.ts";

export interface SoakOptions {
  exchanges: number;
  /** Under way at the same time. */
  streams: number;
  kills: number;
  dataDir: string;
  onProgress?: (text: string) => void;
}

export interface SoakFigures {
  exchanges: number;
  /** By what the developer saw. */
  seen: Record<string, number>;
  archived: number;
  inFlight: number;
  /** Of those in flight, the ones that the next process found in the journal of a killed one. */
  recovered: number;
  /** At OpenAI, or answered by a byte, and neither in the archive nor named by a metric. */
  lost: number;
  /** Cut off by a kill before the proxy had looked at them: no answer, nothing at OpenAI. */
  neverBegun: number;
  namedAsLost: number;
  twice: number;
  unreadable: number;
  ledgerRequests: number;
  ledgerOutputTokens: number;
  archivedOutputTokens: number;
  /** Of the process that ended last, when a third of its exchanges were done, and at its end. */
  rssMb: [number, number];
  handles: [number, number];
}

/** Exchanges with random faults, and kills in between; then everything is looked for. */
export async function soak(
  t: { after(close: () => unknown): void },
  options: SoakOptions,
): Promise<SoakFigures> {
  const atOpenAi = new Set<string>();
  const trouble = randomTrouble();
  const openAi = await FakeOpenAi.start((request, response) => {
    atOpenAi.add(markerIn(request.body.toString()) ?? "");
    openAi.requests.length = 0;
    return trouble(request, response);
  });
  t.after(() => openAi.close());
  const start = (): Promise<StartedServer> =>
    startedServer(t as never, ["--upstream-url", openAi.url.origin], {
      env: { OPENAI_API_KEY: madeUpKey },
      dataDir: options.dataDir,
    });
  let server = await start();
  const token = /codexproxy_[0-9A-Za-z]{46}/.exec(server.stderr())![0];
  const sent: Sent[] = [];
  const logs: string[] = [];
  let early: Usage | undefined;
  for (let life = 0; life <= options.kills; life++) {
    const until = Math.round(((life + 1) * options.exchanges) / (options.kills + 1));
    const isLast = life === options.kills;
    const aThird = sent.length + Math.round((until - sent.length) / 3);
    // Behind a kill, the others of the same life are still under way: that is what makes it a kill.
    const underWay = runLoad(server.url, token, sent, until, options.streams, (done) => {
      if (isLast && done === aThird) early ??= usageOf(server.pid);
    });
    if (!isLast) await reached(sent, until - options.streams / 2);
    if (!isLast) await kill(server);
    await underWay;
    logs.push(server.stdout());
    options.onProgress?.(`${until} of ${options.exchanges}, ${life + 1} of ${options.kills + 1} lives`);
    if (!isLast) server = await start();
  }
  // Recording follows the answer; that of a caller who has gone, the end of OpenAI's.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const late = usageOf(server.pid);
  await kill(server);
  const rebuilt = await runScript("ledger", ["rebuild", utcDay(Date.now()), "--local", options.dataDir], {
    patienceMs: 600_000,
  });
  if (rebuilt.code !== 0) throw new Error(rebuilt.stderr);
  return {
    ...(await lookForAll(options.dataDir, sent, { log: logs.join("\n"), atOpenAi })),
    rssMb: [early!.rssMb, late.rssMb],
    handles: [early!.handles, late.handles],
  };
}

async function runLoad(
  url: URL,
  token: string,
  sent: Sent[],
  until: number,
  streams: number,
  onDone: (done: number) => void,
): Promise<void> {
  const worker = async (): Promise<void> => {
    while (sent.length < until) {
      const exchange: Sent = { marker: `soak-${sent.length}.`, seen: "under way" };
      sent.push(exchange);
      await sendExchange(url, token, exchange);
      onDone(sent.length);
    }
  };
  await Promise.all(Array.from({ length: streams }, worker));
}

async function reached(sent: readonly Sent[], count: number): Promise<void> {
  while (sent.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function kill({ script }: StartedServer): Promise<void> {
  const ended = once(script, "exit");
  script.kill("SIGKILL");
  await ended;
}

interface Usage {
  rssMb: number;
  handles: number;
}

function usageOf(pid: number): Usage {
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1];
  return { rssMb: Math.round(Number(rss) / 1024), handles: readdirSync(`/proc/${pid}/fd`).length };
}

async function lookForAll(
  dataDir: string,
  sent: readonly Sent[],
  { log, atOpenAi }: { log: string; atOpenAi: ReadonlySet<string> },
): Promise<Omit<SoakFigures, "rssMb" | "handles">> {
  const archive = new FolderArchiveReader(dataDir);
  const found = new Map<string, string[]>();
  // A record out of the journal has no words, and so no marker.
  const recoveredIds = new Set<string>();
  const figures = { unreadable: 0, inFlight: 0, archived: 0, archivedOutputTokens: 0 };
  for await (const page of archive.listDay(utcDay(Date.now()))) {
    for (const path of page.filter((name) => name.endsWith(".json.gz"))) {
      try {
        const object = JSON.parse(gunzipSync(await archive.readAll(path)).toString()) as ArchivedStart;
        const marker = markerIn(JSON.stringify(object.request.body));
        if (marker === undefined) recoveredIds.add(object.id);
        else found.set(marker, [...(found.get(marker) ?? []), object.outcome]);
        figures.archived++;
        figures.inFlight += Number(object.outcome === "in_flight");
        figures.archivedOutputTokens += object.outcome === "in_flight" ? 0 : object.usage.output_tokens;
      } catch {
        figures.unreadable++;
      }
    }
  }
  const wordless = sent.filter(({ marker, seen }) => !found.has(marker) && seen !== neverArrived);
  const missing = wordless.filter(({ id }) => id === undefined || !recoveredIds.has(id));
  const isNamed = ({ id }: Sent): boolean =>
    id !== undefined && new RegExp(`"id":"${id}".*"ArchiveWriteFailures":1`).test(log);
  const isNeverBegun = ({ id, marker, wasCut }: Sent): boolean =>
    wasCut === true && id === undefined && !atOpenAi.has(marker);
  const named = missing.filter(isNamed);
  const neverBegun = missing.filter(isNeverBegun);
  const unaccounted = missing.length - named.length - neverBegun.length;
  // Whoever was cut off before the first byte never learned an id: these can only be counted.
  const recoveredUnknown = recoveredIds.size - (wordless.length - missing.length);
  const recoveredBeforeOpenAi = Math.max(0, recoveredUnknown - unaccounted);
  const ledger = await ledgerSums(dataDir);
  return {
    exchanges: sent.length,
    seen: countBy(sent.map(({ seen }) => seen)),
    ...figures,
    recovered: recoveredIds.size,
    lost: Math.max(0, unaccounted - recoveredUnknown),
    neverBegun: neverBegun.length - recoveredBeforeOpenAi,
    namedAsLost: named.length,
    twice: [...found.values()].filter((outcomes) => outcomes.length > 1).length,
    ...ledger,
  };
}

interface ArchivedStart {
  id: string;
  outcome: string;
  usage: { output_tokens: number };
  request: { body: unknown };
}

function markerIn(text: string): string | undefined {
  return /soak-\d+\./.exec(text)?.[0];
}

async function ledgerSums(dataDir: string): Promise<{ ledgerRequests: number; ledgerOutputTokens: number }> {
  const database = openLocalDatabase(dataDir);
  const lines = await Array.fromAsync(new SqliteUsageLedger(database).readDay(utcDay(Date.now())));
  database.close();
  return {
    ledgerRequests: lines.reduce((sum, { counters }) => sum + counters.requests, 0),
    ledgerOutputTokens: lines.reduce((sum, { counters }) => sum + counters.output_tokens, 0),
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
