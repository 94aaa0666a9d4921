import type { Contender } from "./contender.ts";
import { measureFirstByte } from "./first-byte.ts";
import type { Row } from "./markdown-table.ts";
import { measurePacedStreams } from "./paced-streams.ts";
import { inTurns, median } from "./rounds.ts";

/** What streams cost and how late they come: alone, and 64 at once with an event every 20 ms in each. */
export async function compareStreams(
  upstream: Contender,
  contenders: readonly Contender[],
  rounds: number,
  say: (line: string) => void,
): Promise<Row[]> {
  const alone = await besideDirect(measureFirstByte, contenders);
  const paced = await besideDirect(
    measurePacedStreams,
    contenders.filter(({ isFunction }) => !isFunction),
  );
  return [
    alone("first byte p50, ms over direct", ({ p50Ms }) => p50Ms),
    alone("first byte p90, ms over direct", ({ p90Ms }) => p90Ms),
    alone("first byte p99, ms over direct", ({ p99Ms }) => p99Ms),
    paced("CPU µs per event, 64 streams at 20 ms", ({ cpuMicrosPerEvent }) => cpuMicrosPerEvent, false),
    paced("event delay p50, ms over direct", ({ delayP50Ms }) => delayP50Ms),
    paced("event delay p90, ms over direct", ({ delayP90Ms }) => delayP90Ms),
    paced("event delay p99, ms over direct", ({ delayP99Ms }) => delayP99Ms),
  ];

  /** Measures the upstream itself in the same rounds, after one to warm up. @returns what makes a row of one of the figures */
  async function besideDirect<T>(
    measure: (contender: Contender) => Promise<T>,
    taking: readonly Contender[],
  ): Promise<(name: string, of: (figures: T) => number, isOverDirect?: boolean) => Row> {
    const all = [upstream, ...taking];
    await inTurns(all, 1, measure, say);
    const [direct = [], ...runs] = await inTurns(all, rounds, measure, say);
    return (name, of, isOverDirect = true) => ({
      measure: name,
      figures: contenders.map((contender) => {
        const figures = (runs[taking.indexOf(contender)] ?? []).map(of);
        return median(figures) - (isOverDirect ? median(direct.map(of)) : 0);
      }),
    });
  }
}
