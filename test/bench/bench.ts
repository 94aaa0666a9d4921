import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { agentBody } from "./agent-body.ts";
import { type Contender, startCodexProxy, startFloor, startForwarding, startUpstream } from "./contender.ts";
import { type Load, sendLoad } from "./load.ts";
import { measurePacedStreams } from "./paced-streams.ts";
import { peers } from "./peers.ts";
import { type Row, markdownTable } from "./markdown-table.ts";
import { targetLines } from "./targets.ts";

/**
 * `npm run bench`: processor seconds from the operating system, of this proxy, of a bare node:http proxy and of the
 * proxies that people would otherwise run, in rounds that take turns. Every answer is checked first. Absolute figures
 * of a shared machine mean little; the ratios within one run hold.
 */
const { values: options } = parseArgs({
  options: { quick: { type: "boolean" }, json: { type: "boolean" }, peers: { type: "boolean" } },
});
const rounds = options.quick ? 3 : 5;
const times = options.quick ? 1 : 2;

const folder = mkdtempSync(join(tmpdir(), "codex-proxy-bench-"));
const upstream = await startUpstream();
const contenders = [await startFloor(upstream.url)];
const rows: Row[] = [];
try {
  if (!options.quick || options.peers) await addPeers();
  contenders.push(await startForwarding(upstream.url, folder), await startCodexProxy(upstream.url, folder));
  for (const load of loads()) rows.push(await compareCpu(load));
  rows.push(...(await comparePacedStreams()));
  rows.push({
    measure: "peak RSS, MB",
    figures: contenders.map((contender) => contender.peakRssBytes() / 1024 / 1024),
  });
  const names = contenders.map((contender) => contender.name);
  process.stderr.write(targetLines(names, rows));
  process.stdout.write(
    options.json ? `${JSON.stringify({ contenders: names, rows })}\n` : markdownTable(names, rows),
  );
} finally {
  for (const contender of [...contenders, upstream]) contender.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function addPeers(): Promise<void> {
  for (const [name, start] of Object.entries(peers)) {
    try {
      contenders.push(await start(upstream.url, folder));
    } catch (error) {
      process.stderr.write(`${name}: left out (${error instanceof Error ? error.message : String(error)})\n`);
    }
  }
}

function loads(): (Load & { measure: string; perUnit: number })[] {
  const json = (body: Buffer): boolean => body.includes('"status":"completed"');
  const streamBytes = 2 * 1024 * 1024;
  const sizes = {
    "1 KB": [1024, 4000],
    "100 KB": [100 * 1024, 500],
    "1 MB": [1024 * 1024, 100],
    "6 MB": [6 * 1024 * 1024, 16],
  };
  return [
    ...Object.entries(sizes).map(([name, [bytes = 0, count = 0]]) => ({
      name,
      measure: `CPU s per 1,000 requests of ${name}`,
      body: agentBody(bytes),
      requests: count * times,
      concurrency: 16,
      expect: json,
      perUnit: 1000 / (count * times),
    })),
    {
      name: "stream",
      measure: "CPU s per 100 MB of stream",
      body: agentBody(1024, `bench-stream-${streamBytes}`),
      requests: 25 * times,
      concurrency: 4,
      expect: (body) => body.length >= streamBytes && body.includes("response.completed"),
      perUnit: 100 / (50 * times),
    },
  ];
}

async function compareCpu(load: ReturnType<typeof loads>[number]): Promise<Row> {
  const seconds = contenders.map((): number[] => []);
  const warmUp = { ...load, requests: Math.ceil(load.requests / 5) };
  await inTurns(1, (contender) => sendLoad(warmUp, contender));
  await inTurns(rounds, async (contender, index) => {
    const before = contender.cpuSeconds();
    await sendLoad(load, contender);
    // What is recorded after the answer belongs to it.
    await new Promise((resolve) => setTimeout(resolve, 200));
    seconds[index]!.push((contender.cpuSeconds() - before) * load.perUnit);
  });
  return { measure: load.measure, figures: seconds.map(median) };
}

/** 64 streams at once, an event every 20 ms in each; delays are those over going direct. */
async function comparePacedStreams(): Promise<Row[]> {
  const direct = await measurePacedStreams(upstream);
  const results = contenders.map((): Awaited<ReturnType<typeof measurePacedStreams>>[] => []);
  await inTurns(
    rounds,
    async (contender, index) => void results[index]!.push(await measurePacedStreams(contender)),
  );
  const row = (measure: string, of: (figures: typeof direct) => number, less: number): Row => ({
    measure,
    figures: results.map((runs) => median(runs.map(of)) - less),
  });
  return [
    row("CPU µs per event, 64 streams at 20 ms", (figures) => figures.cpuMicrosPerEvent, 0),
    row("first event, ms over direct", (figures) => figures.firstEventMs, direct.firstEventMs),
    row("event delay p50, ms over direct", (figures) => figures.delayP50Ms, direct.delayP50Ms),
    row("event delay p90, ms over direct", (figures) => figures.delayP90Ms, direct.delayP90Ms),
    row("event delay p99, ms over direct", (figures) => figures.delayP99Ms, direct.delayP99Ms),
  ];
}

/** A contender that fails a measure has no figure there, and says why once. */
async function inTurns(
  count: number,
  measure: (contender: Contender, index: number) => Promise<void>,
): Promise<void> {
  const failed = new Set<Contender>();
  for (let round = 0; round < count; round++) {
    const order = [...contenders.entries()];
    for (const [index, contender] of round % 2 === 0 ? order : order.toReversed()) {
      if (failed.has(contender)) continue;
      await measure(contender, index).catch((error: unknown) => {
        failed.add(contender);
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      });
    }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
