import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentTranscript } from "./agent-transcript.ts";
import { type Contender, startCodexProxy, startUpstream } from "./contender.ts";
import { sendLoad } from "./load.ts";

/** `npm run bench:scan-cost`: how much longer a request takes when it is searched for secrets, one at a time, in turns. */

const sizes = { "40 KB": 40_000, "1 MB": 1_000_000, "6 MB": 6_000_000 };
const rounds = 40;

const folder = mkdtempSync(join(tmpdir(), "codex-proxy-bench-"));
const upstream = await startUpstream();
const off = await startCodexProxy(upstream.url, folder, "off");
const others = [
  await startCodexProxy(upstream.url, folder, "flag"),
  await startCodexProxy(upstream.url, folder, "redact"),
];
try {
  for (const [name, bytes] of Object.entries(sizes)) {
    const body = agentTranscript("node_modules", bytes);
    const all = [off, ...others];
    const times = new Map<Contender, number[]>(all.map((contender) => [contender, []]));
    for (let round = 0; round < rounds; round++) {
      for (const contender of round % 2 === 0 ? all : all.toReversed()) {
        const startedMs = performance.now();
        await sendLoad({ bodyOf: () => body, requests: 1, concurrency: 1, expect: isWhole }, contender);
        times.get(contender)!.push(performance.now() - startedMs);
      }
    }
    const [without = 0, ...withScan] = all.map((contender) => median(times.get(contender)!));
    const figures = others.map(
      ({ name: mode }, index) => `${mode} +${(withScan[index]! - without).toFixed(1)} ms`,
    );
    console.log(`${name}: ${without.toFixed(1)} ms without; ${figures.join(", ")}`);
  }
} finally {
  for (const contender of [off, ...others, upstream]) contender.stop();
  rmSync(folder, { recursive: true, force: true });
}

function isWhole(body: Buffer): boolean {
  return body.includes('"status":"completed"');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
