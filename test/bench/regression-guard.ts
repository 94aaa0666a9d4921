import type { Row } from "./markdown-table.ts";

/**
 * How many times the processor time of the bare node:http proxy, measured in the same run, this proxy may need: one and
 * a half times what it was found to need. Ten runs on a busy machine lay within a fifth of each other's middle, and what
 * is above is measured once more, so that a doubling is found and a false alarm is rare. No absolute figure: a slow or a
 * busy machine slows both. To be tightened with whatever is mended.
 */
export const maxTimesBare: Readonly<Record<string, { forwarding: number; everything: number }>> = {
  "CPU s per 1,000 requests of 1 KB": { forwarding: 2.2, everything: 4.6 },
  "CPU s per 1,000 requests of 100 KB": { forwarding: 2.2, everything: 3.4 },
  "CPU s per 1,000 requests of 1 MB": { forwarding: 1.5, everything: 1.8 },
  "CPU s per 1,000 requests of 1 MB, growing conversations": { forwarding: 1.6, everything: 7 },
  "CPU s per 1,000 requests of 1 MB, never seen before": { forwarding: 1.6, everything: 28 },
  "CPU s per 100 MB of stream": { forwarding: 2.9, everything: 10 },
};

export interface Regression {
  measure: string;
  line: string;
}

/** The measures of which this proxy needs more than it may; no figure is a regression too. */
export function regressions(
  names: readonly string[],
  rows: readonly Row[],
  limits = maxTimesBare,
): Regression[] {
  const bare = names.indexOf("bare node:http");
  const ours = {
    forwarding: names.indexOf("forwarding only"),
    everything: names.findIndex((name) => name.startsWith("codex-proxy")),
  };
  return Object.entries(limits).flatMap(([measure, limit]) => {
    const figures = rows.find((row) => row.measure === measure)?.figures ?? [];
    return (["forwarding", "everything"] as const).flatMap((kind) => {
      const times = (figures[ours[kind]] ?? NaN) / (figures[bare] ?? NaN);
      if (times <= limit[kind]) return [];
      const line = `${measure}, ${kind}: ${times.toFixed(1)} times the bare proxy's, allowed ${limit[kind]}`;
      return [{ measure, line }];
    });
  });
}
