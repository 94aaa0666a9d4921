import { counterNames } from "../../lambda/domain/ledger-entry.ts";
import type { Comparison } from "./compare-ledger.ts";
import type { LedgerDifference } from "./ledger-differences.ts";
import type { RequestsBehind } from "./requests-behind.ts";
import { printable } from "../cli/text-table.ts";

/** Every difference between the ledger and the archive, each with the ids of the requests behind it. */
export function verificationText(comparison: Comparison, behind: Map<string, RequestsBehind>): string {
  const { differences, exchanges, foreign, faults, inFlight } = comparison;
  const lines = differences.map((difference) => differenceText(difference, behind.get(difference.key)));
  const verdict =
    differences.length === 0
      ? `The ledger agrees with the archive: ${exchanges} exchanges, to the last token.`
      : `${differences.length} lines of the ledger differ from the archive's ${exchanges} exchanges.`;
  return [...lines, ...conditions({ foreign, faults, inFlight }), verdict].join("\n");
}

/** The same for programs. */
export function verificationJson(comparison: Comparison, behind: Map<string, RequestsBehind>) {
  const { differences, ...rest } = comparison;
  return {
    ...rest,
    differences: differences.map(({ key, line, lacking, isMoving }) => ({
      day: line.day,
      series: line.series,
      ledger_lacks: lacking,
      is_moving: isMoving,
      request_ids: behind.get(key)?.lost ?? [],
      line_request_ids: behind.get(key)?.all ?? [],
    })),
  };
}

export function conditions({
  foreign,
  faults,
  inFlight,
}: Pick<Comparison, "foreign" | "faults" | "inFlight">): string[] {
  return [
    ...foreign.toSorted().map((object) => `not sound in the archive: ${printable(object)}`),
    ...faults.toSorted().map((fault) => `not sound in the ledger, and left out: ${printable(fault)}`),
    ...(inFlight > 0 ? [`${inFlight} exchanges had begun and not ended: neither side counts them.`] : []),
  ];
}

function differenceText(
  { line, lacking, isMoving }: LedgerDifference,
  behind: RequestsBehind | undefined,
): string {
  const { series } = line;
  const counters = counterNames
    .filter((name) => lacking[name] !== 0)
    .map((name) => `${name} ${lacking[name] > 0 ? "lacks" : "has too many:"} ${Math.abs(lacking[name])}`);
  const where = `${line.day} ${series.hour}h ${series.userId} ${series.model} ${series.serviceTier} ${series.context} ${series.client}`;
  const moving = isMoving ? " (still being recorded: look again in a minute)" : "";
  return [
    `${printable(where)}: the ledger's ${counters.join(", ")}${moving}`,
    `  ${requestsText(behind)}`,
  ].join("\n");
}

function requestsText({ lost, all }: RequestsBehind = { lost: [], all: [] }): string {
  if (lost.length > 0) return `lost: ${lost.join(" ")}`;
  if (all.length > 0) return `among: ${all.join(" ")}`;
  return "the archive has no request of this line: look for archive_error in the log";
}
