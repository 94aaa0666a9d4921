import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Contender, startCodexProxy, startFloor, startForwarding, startUpstream } from "./contender.ts";
import { type Load, sendLoad } from "./load.ts";

/**
 * `npm run bench`: processor seconds of the proxy beside a bare node:http proxy, in one run, in rounds that take turns.
 * Absolute figures of a shared machine mean little; the ratios hold.
 */

const isQuick = process.argv.includes("--quick");
const rounds = isQuick ? 3 : 7;
const times = isQuick ? 1 : 3;

const jsonOk = (body: Buffer): boolean => body.includes('"status":"completed"');
const streamOk = (bytes: number) => (body: Buffer) =>
  body.length >= bytes && body.includes("response.completed");

const loads: (Load & {
  unit: string;
  perUnit: number;
  target: number;
  referenceFloor: number | undefined;
})[] = [
  ...(
    [
      ["1 KB", 1024, 4000, 0.24, 0.088],
      ["100 KB", 100 * 1024, 500, 0.8, 0.212],
      ["1 MB", 1024 * 1024, 100, 2, 0.75],
    ] as const
  ).map(([name, bytes, requests, target, referenceFloor]) => ({
    name,
    body: agentTranscript(bytes),
    requests: requests * times,
    concurrency: 16,
    expect: jsonOk,
    unit: "CPU s per 1,000 requests",
    perUnit: 1000 / (requests * times),
    target,
    referenceFloor,
  })),
  {
    name: "stream",
    body: agentTranscript(1024),
    headers: { "x-stream-bytes": String(2 * 1024 * 1024) },
    requests: 25 * times,
    concurrency: 4,
    expect: streamOk(2 * 1024 * 1024),
    unit: "CPU s per 100 MB",
    perUnit: 100 / (50 * times),
    target: 3,
    referenceFloor: undefined,
  },
];

const folder = mkdtempSync(join(tmpdir(), "codex-proxy-bench-"));
const upstream = await startUpstream();
const contenders = [
  await startFloor(upstream.url),
  await startForwarding(upstream.url, folder),
  await startCodexProxy(upstream.url, folder),
];
try {
  for (const load of loads) await compare(load);
  for (const contender of contenders) {
    console.log(`${contender.name}: peak RSS ${Math.round(contender.peakRssBytes() / 1024 / 1024)} MB`);
  }
} finally {
  for (const contender of [...contenders, upstream]) contender.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function compare(load: (typeof loads)[number]): Promise<void> {
  const seconds = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  const warmUp = { ...load, requests: Math.ceil(load.requests / 10) };
  for (const contender of contenders) await sendLoad(warmUp, contender);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) {
      const before = contender.cpuSeconds();
      await sendLoad(load, contender);
      // What is recorded after the answer belongs to it.
      await new Promise((resolve) => setTimeout(resolve, 200));
      seconds.get(contender)!.push((contender.cpuSeconds() - before) * load.perUnit);
    }
  }
  const [floor = 0, ...ours] = contenders.map((contender) => median(seconds.get(contender)!));
  // The targets were set on another machine, whose bare proxy is known: figures are scaled by it where they can be.
  const scale = load.referenceFloor === undefined ? 1 : load.referenceFloor / floor;
  console.log(`${load.name}, ${load.unit} (twice what a best Node proxy needs: ${load.target}):`);
  console.log(`  ${contenders[0]!.name}: ${(floor * scale).toFixed(3)}`);
  ours.forEach((figure, index) => {
    console.log(
      `  ${contenders[index + 1]!.name}: ${(figure * scale).toFixed(3)}, ${(figure / floor).toFixed(1)} × bare`,
    );
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** A body like Codex's: JSON whose strings are source code. */
function agentTranscript(bytes: number): Buffer {
  const source = readFileSync(new URL(import.meta.url), "utf8");
  const items: object[] = [];
  for (let size = 0, turn = 0; size < bytes; turn++) {
    const item = {
      type: "function_call_output",
      call_id: `call_${turn}`,
      output: `turn ${turn}\n${source.slice(0, bytes - size)}`,
    };
    items.push(item);
    size += JSON.stringify(item).length;
  }
  const body = JSON.stringify({ model: "gpt-5.5", stream: false, input: items });
  return Buffer.from(body);
}
