import { agentBody } from "./agent-body.ts";
import type { Contender } from "./contender.ts";
import { growingConversations, newConversations } from "./conversations.ts";
import { type BodyOf, type Load, sendLoad } from "./load.ts";
import { type Row } from "./markdown-table.ts";
import { inTurns, median } from "./rounds.ts";
import { settledCpuSeconds } from "./settled-cpu-seconds.ts";

/** A load, and what of it counts as one. */
export interface CpuLoad extends Load {
  measure: string;
  bytes: number;
  perUnit: number;
}

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const streamBytes = 2 * megabyte;

/** @param times how many times as many requests as give a figure at all */
export function cpuLoads(times: number): CpuLoad[] {
  return [
    requests("of 1 KB", kilobyte, 6000 * times, same(kilobyte)),
    requests("of 100 KB", 100 * kilobyte, 1200 * times, same(100 * kilobyte)),
    requests("of 1 MB", megabyte, 250 * times, same(megabyte)),
    requests("of 6 MB", 6 * megabyte, 16 * times, same(6 * megabyte)),
    requests("of 1 MB, growing conversations", megabyte, 250 * times, growingConversations(megabyte)),
    requests("of 1 MB, never seen before", megabyte, 60 * times, newConversations(megabyte)),
    streams(50 * times),
  ];
}

/** The same body each time: next to what nothing of a conversation changes from turn to turn. */
function same(bytes: number): BodyOf {
  const body = agentBody(bytes);
  return () => body;
}

function requests(name: string, bytes: number, count: number, bodyOf: BodyOf): CpuLoad {
  return {
    measure: `CPU s per 1,000 requests ${name}`,
    bytes,
    bodyOf,
    requests: count,
    concurrency: 16,
    expect: (answer) => answer.includes('"status":"completed"'),
    perUnit: 1000 / count,
  };
}

function streams(count: number): CpuLoad {
  const body = agentBody(kilobyte, `bench-stream-${streamBytes}`);
  return {
    measure: "CPU s per 100 MB of stream",
    bytes: kilobyte,
    bodyOf: () => body,
    requests: count,
    concurrency: 4,
    expect: (answer) => answer.length >= streamBytes && answer.includes("response.completed"),
    perUnit: (100 * megabyte) / (count * streamBytes),
  };
}

/** Processor seconds of each contender for one load: the median of rounds that take turns, after one to warm up. */
export async function compareCpu(
  load: CpuLoad,
  contenders: readonly Contender[],
  rounds: number,
  say: (line: string) => void,
): Promise<Row> {
  // A Function URL takes 6 MB of event at most.
  const isFor = (contender: Contender): boolean => !contender.isFunction || load.bytes < 4_000_000;
  const taking = contenders.filter(isFor);
  // A request at a time, so that as many as for the others would take minutes.
  const requestsOf = ({ isFunction }: Contender): number =>
    isFunction ? Math.ceil(load.requests / 12) : load.requests;
  // A server runs for weeks, and V8 compiles for the first ten thousand requests.
  const warmUp = async (contender: Contender): Promise<void> => {
    await sendLoad({ ...load, requests: requestsOf(contender) }, contender);
    await settledCpuSeconds(contender);
  };
  await inTurns(taking, 1, warmUp, say);
  const figuresOf = await inTurns(
    taking,
    rounds,
    async (contender) => {
      const requests = requestsOf(contender);
      const before = contender.cpuSeconds();
      await sendLoad({ ...load, requests }, contender);
      const seconds = (await settledCpuSeconds(contender)) - before;
      return (seconds * load.perUnit * load.requests) / requests;
    },
    say,
  );
  const figures = contenders.map((contender) => median(figuresOf[taking.indexOf(contender)] ?? []));
  return { measure: load.measure, figures };
}
