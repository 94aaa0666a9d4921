import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Metafile } from "esbuild";
import { type BuiltBundle, buildBundle } from "../runtime/built-bundle.ts";
import { measureFunctionTimes } from "./function-times.ts";
import { bytesByPackage } from "./bundle-bytes.ts";
import { measureStart } from "./bundle-start.ts";
import {
  type Contender,
  startAwsStandIn,
  startCodexProxy,
  startFloor,
  startForwarding,
  startLambda,
  startUpstream,
} from "./contender.ts";
import { keepApart } from "./cores-apart.ts";
import { compareCpu, cpuLoads } from "./cpu-loads.ts";
import { makeDataFolder } from "./data-folder.ts";
import { type Figure, figureTable } from "./figure.ts";
import { measureLambdaMemory } from "./lambda-memory.ts";
import { type Row, markdownTable } from "./markdown-table.ts";
import { growthVerdict, measureMemoryGrowth } from "./memory-growth.ts";
import { peers } from "./peers.ts";
import { regressions } from "./regression-guard.ts";
import { compareStreams } from "./stream-rows.ts";
import { machineNote, startAvailable } from "./start-available.ts";
import { targetLines } from "./targets.ts";

/**
 * `npm run bench`: processor seconds from the operating system, of this proxy, of a bare node:http proxy and of the
 * proxies that people would otherwise run, in rounds that take turns. Every answer is checked first. Absolute figures
 * of a shared machine mean little; the ratios within one run hold.
 */
const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean" },
    json: { type: "boolean" },
    peers: { type: "boolean" },
    guard: { type: "boolean" },
  },
});
const rounds = options.quick ? 3 : 5;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = makeDataFolder();
const note = machineNote(availableParallelism());
if (note !== undefined) say(note);

const upstream = await startUpstream();
const aws = await startAwsStandIn(0);
const running: Contender[] = [upstream, aws];
let bundle: BuiltBundle | undefined;
// The folder may be in memory, and the processes would go on for ever.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void leaveNothing().finally(() => process.exit(1)));
}
try {
  if (!options.quick) bundle = await buildBundle();
  const contenders = await startAvailable(starters(bundle), say);
  running.push(...contenders);
  const names = contenders.map(({ name }) => name);
  const pids = {
    measured: contenders.map(({ pid }) => pid),
    loading: [process.pid, upstream.pid, aws.pid],
  };
  const share = keepApart(pids, availableParallelism(), say);
  const rows = await compare(contenders);
  if (options.guard) await guard(contenders, names, rows);
  share();
  const figures = bundle === undefined ? [] : await measureAlone(bundle);
  for (const line of targetLines(names, rows, figures)) say(line);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ contenders: names, rows, figures })}\n`
      : `${markdownTable(names, rows)}\n${figures.length > 0 ? figureTable(figures) : ""}`,
  );
} finally {
  await leaveNothing();
}

async function leaveNothing(): Promise<void> {
  for (const contender of running) stop(contender);
  await bundle?.remove();
  rmSync(folder, { recursive: true, force: true });
}

function stop(contender: Contender): void {
  try {
    contender.stop();
  } catch {
    // It has ended by itself.
  }
}

function starters(bundle: BuiltBundle | undefined): Record<string, () => Promise<Contender>> {
  const others = Object.entries(options.quick && !options.peers ? {} : peers);
  return {
    "bare node:http": () => startFloor(upstream.url),
    ...Object.fromEntries(others.map(([name, start]) => [name, () => start(upstream.url, folder)])),
    "forwarding only": () => startForwarding(upstream.url, folder),
    "codex-proxy": () => startCodexProxy(upstream.url, folder),
    ...(bundle && { "Lambda bundle": () => startLambda(bundle.path, upstream.url, aws.url) }),
  };
}

async function compare(contenders: readonly Contender[]): Promise<Row[]> {
  const rows: Row[] = [];
  const peakRow = (measure: string): Row => ({ measure, figures: contenders.map(peakMb) });
  for (const load of cpuLoads(options.quick ? 1 : 2)) {
    rows.push(await compareCpu(load, contenders, rounds, say));
    if (load.measure.endsWith("of 1 MB")) rows.push(peakRow("peak RSS up to bodies of 1 MB, MB"));
  }
  rows.push(...(await compareStreams(upstream, contenders, rounds, say)));
  return [...rows, peakRow("peak RSS after all of this, MB")];
}

function peakMb(contender: Contender): number {
  try {
    return contender.peakRssBytes() / 1024 / 1024;
  } catch {
    // It has ended by itself, as a line has said.
    return NaN;
  }
}

/** What has nobody to be compared with: the function, its bundle, and the server over a long time. */
async function measureAlone({ path, metafile }: BuiltBundle): Promise<Figure[]> {
  const slowAws = await startAwsStandIn(20);
  running.push(slowAws);
  const parts: (() => Figure[] | Promise<Figure[]>)[] = [
    () => measureLambdaMemory(path, upstream.url, aws.url),
    () => measureStart(path, folder, 21),
    () => measureFunctionTimes(path, upstream.url, slowAws.url),
    measureServer,
    () => bytesByPackage(JSON.parse(readFileSync(metafile, "utf8")) as Metafile),
  ];
  const figures: Figure[] = [];
  for (const part of parts) {
    // One that fails takes nothing of the others with it.
    figures.push(...(await Promise.try(part).catch(sayWhy)));
  }
  return figures;
}

async function measureServer(): Promise<Figure[]> {
  const serverFolder = join(folder, "growth");
  mkdirSync(serverFolder);
  const server = await startCodexProxy(upstream.url, serverFolder);
  running.push(server);
  const growth = await measureMemoryGrowth(server, 100_000);
  say(growthVerdict(growth));
  return growth;
}

function sayWhy(error: unknown): Figure[] {
  say(error instanceof Error ? error.message : String(error));
  return [];
}

/** What seems to have become dear is measured once more: a busy machine is not a regression. */
async function guard(
  contenders: readonly Contender[],
  names: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const suspects = new Set(regressions(names, rows).map(({ measure }) => measure));
  const again = rows.filter(({ measure }) => !suspects.has(measure));
  for (const load of cpuLoads(2).filter(({ measure }) => suspects.has(measure)))
    again.push(await compareCpu(load, contenders, rounds, say));
  const found = regressions(names, again);
  for (const { line } of found) say(`REGRESSION: ${line}`);
  if (found.length > 0) process.exitCode = 1;
}
