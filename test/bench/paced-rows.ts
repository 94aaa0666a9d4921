import type { Contender } from "./contender.ts";
import type { Row } from "./markdown-table.ts";
import { type PacedFigures, measurePacedStreams } from "./paced-streams.ts";
import { inTurns, median } from "./rounds.ts";

/** 64 streams at once, an event every 20 ms in each; delays are those over going direct. */
export async function comparePacedStreams(
  upstream: Contender,
  contenders: readonly Contender[],
  rounds: number,
  say: (line: string) => void,
): Promise<Row[]> {
  const taking = contenders.filter(({ isFunction }) => !isFunction);
  const [direct = [], ...results] = await inTurns([upstream, ...taking], rounds, measurePacedStreams, say);
  const row = (measure: string, of: (figures: PacedFigures) => number, isDelay = true): Row => ({
    measure,
    figures: contenders.map((contender) => {
      const runs = results[taking.indexOf(contender)] ?? [];
      return median(runs.map(of)) - (isDelay ? median(direct.map(of)) : 0);
    }),
  });
  return [
    row("CPU µs per event, 64 streams at 20 ms", (figures) => figures.cpuMicrosPerEvent, false),
    row("first event, ms over direct", (figures) => figures.firstEventMs),
    row("event delay p50, ms over direct", (figures) => figures.delayP50Ms),
    row("event delay p90, ms over direct", (figures) => figures.delayP90Ms),
    row("event delay p99, ms over direct", (figures) => figures.delayP99Ms),
  ];
}
