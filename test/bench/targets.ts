import type { Row } from "./markdown-table.ts";

/**
 * Twice what a best Node proxy was found to need, and what the bare proxy needed on the machine where that was found:
 * figures are scaled by it where it is known, since processors differ.
 */
const targets: Record<string, { limit: number; bare?: number }> = {
  "CPU s per 1,000 requests of 1 KB": { limit: 0.24, bare: 0.088 },
  "CPU s per 1,000 requests of 100 KB": { limit: 0.8, bare: 0.212 },
  "CPU s per 1,000 requests of 1 MB": { limit: 2, bare: 0.75 },
  "CPU s per 100 MB of stream": { limit: 3 },
};

/** For each measure that has a target, a line that says whether this proxy, the last two contenders, is within it. */
export function targetLines(names: readonly string[], rows: readonly Row[]): string {
  return rows
    .flatMap(({ measure, figures }) => {
      const target = targets[measure];
      if (target === undefined) return [];
      const scale = target.bare === undefined ? 1 : target.bare / (figures[0] ?? NaN);
      const verdicts = [-2, -1].map((at) => {
        const scaled = (figures.at(at) ?? NaN) * scale;
        return `${names.at(at)} ${scaled.toFixed(2)} (${scaled <= target.limit ? "within" : "OVER"} ${target.limit})`;
      });
      return [`${measure}, scaled: ${verdicts.join(", ")}\n`];
    })
    .join("");
}
