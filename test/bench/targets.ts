import type { Figure } from "./figure.ts";
import type { Row } from "./markdown-table.ts";

interface Target {
  limit: number;
  /** What these needed on the machine on which the target was set: processors differ, and figures are scaled by it. */
  nginx?: number;
  bare?: number;
}

/** With every feature on but the search for secrets, which has targets of its own. */
const targets: Record<string, Target> = {
  "CPU s per 1,000 requests of 1 KB": { limit: 0.15, nginx: 0.028, bare: 0.088 },
  "CPU s per 1,000 requests of 100 KB": { limit: 0.5, nginx: 0.07, bare: 0.212 },
  "CPU s per 1,000 requests of 1 MB": { limit: 1.5, nginx: 0.56, bare: 0.75 },
  "CPU s per 100 MB of stream": { limit: 1.5 },
  "CPU µs per event, 64 streams at 20 ms": { limit: 50 },
  "first byte p50, ms over direct": { limit: 0.8 },
  "event delay p50, ms over direct": { limit: 0.4 },
  "peak RSS up to bodies of 1 MB, MB": { limit: 200 },
};

const figureTargets: [measure: RegExp, limit: number][] = [
  [/^peak RSS of the function .* of 1 MB, MB$/, 110],
  [/^peak RSS of the function .* of 6 MB, answered with 20 MB, MB$/, 180],
  [/^start of the bundle over an empty one, ms$/, 100],
  [/^bundle, bytes$/, 650_000],
];

/** For each measure that has a target, a line that says whether this proxy is within it. */
export function targetLines(
  names: readonly string[],
  rows: readonly Row[],
  figures: readonly Figure[],
): string[] {
  const of = ({ figures }: Row, name: string): number => figures[names.indexOf(name)] ?? NaN;
  const ours = names.find((name) => name.startsWith("codex-proxy")) ?? "";
  const compared = rows.flatMap((row) => {
    const target = targets[row.measure];
    if (target === undefined) return [];
    const byNginx = (target.nginx ?? NaN) / of(row, "nginx");
    const byBare = (target.bare ?? NaN) / of(row, "bare node:http");
    const scale = [byNginx, byBare].find((factor) => Number.isFinite(factor)) ?? 1;
    return [verdict(`${row.measure}${scale === 1 ? "" : ", scaled"}`, of(row, ours) * scale, target.limit)];
  });
  const alone = figures.flatMap(({ measure, figure }) => {
    const limit = figureTargets.find(([pattern]) => pattern.test(measure))?.[1];
    return limit === undefined ? [] : [verdict(measure, figure, limit)];
  });
  return [...compared, ...alone];
}

function verdict(measure: string, figure: number, limit: number): string {
  const shown = figure < 10 ? figure.toFixed(2) : Math.round(figure);
  return `${measure}: ${shown} (${figure <= limit ? "within" : "OVER"} ${limit})`;
}
