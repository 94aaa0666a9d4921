import { agentBody } from "./agent-body.ts";
import type { Contender } from "./contender.ts";
import { type Load, sendLoad } from "./load.ts";
import { type Row } from "./markdown-table.ts";
import { inTurns, median } from "./rounds.ts";

/** A load, and what of it counts as one. */
export interface CpuLoad extends Load {
  measure: string;
  perUnit: number;
}

const streamBytes = 2 * 1024 * 1024;

/** @param times how many times as many requests as give a figure at all */
export function cpuLoads(times: number): CpuLoad[] {
  const sizes = {
    "1 KB": [1024, 6000],
    "100 KB": [100 * 1024, 1200],
    "1 MB": [1024 * 1024, 250],
    "6 MB": [6 * 1024 * 1024, 16],
  };
  const streams = 50 * times;
  return [
    ...Object.entries(sizes).map(([name, [bytes = 0, count = 0]]) => ({
      measure: `CPU s per 1,000 requests of ${name}`,
      body: agentBody(bytes),
      requests: count * times,
      concurrency: 16,
      expect: (body: Buffer): boolean => body.includes('"status":"completed"'),
      perUnit: 1000 / (count * times),
    })),
    {
      measure: "CPU s per 100 MB of stream",
      body: agentBody(1024, `bench-stream-${streamBytes}`),
      requests: streams,
      concurrency: 4,
      expect: (body) => body.length >= streamBytes && body.includes("response.completed"),
      perUnit: (100 * 1024 * 1024) / (streams * streamBytes),
    },
  ];
}

/** Processor seconds of each contender for one load: the median of rounds that take turns, after one to warm up. */
export async function compareCpu(
  load: CpuLoad,
  contenders: readonly Contender[],
  rounds: number,
  say: (line: string) => void,
): Promise<Row> {
  // A Function URL takes 6 MB of event at most.
  const isFor = (contender: Contender): boolean => !contender.isFunction || load.body.length < 4_000_000;
  const taking = contenders.filter(isFor);
  // A request at a time, so that as many as for the others would take minutes.
  const requestsOf = ({ isFunction }: Contender): number =>
    isFunction ? Math.ceil(load.requests / 12) : load.requests;
  // A server runs for weeks, and V8 compiles for the first ten thousand requests.
  const warmUp = (contender: Contender): Promise<void> =>
    sendLoad({ ...load, requests: requestsOf(contender) }, contender);
  await inTurns(taking, 1, warmUp, say);
  const seconds = await inTurns(
    taking,
    rounds,
    async (contender) => {
      const requests = requestsOf(contender);
      const before = contender.cpuSeconds();
      await sendLoad({ ...load, requests }, contender);
      // What is recorded after the answer belongs to it.
      await new Promise((resolve) => setTimeout(resolve, 200));
      return ((contender.cpuSeconds() - before) * load.perUnit * load.requests) / requests;
    },
    say,
  );
  const figures = contenders.map((contender) => median(seconds[taking.indexOf(contender)] ?? []));
  return { measure: load.measure, figures };
}
