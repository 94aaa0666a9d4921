import { type Cell, faultTable, streamFailures } from "./fault-table.ts";
import { recordedEvents } from "./recorded-events.ts";

/** The table of docs/reliability.md, as the tests have it. `node test/faults/write-fault-matrix.ts` puts it there. */
export function faultMatrix(): string {
  const count = faultTable.reduce((sum, { hosts }) => sum + hosts.length, 0);
  const inStreams = 2 * (streamFailures.length * (2 * recordedEvents.length + 1) + recordedEvents.length + 1);
  return [
    `${count + inStreams} cells on the two hosts, ${inStreams} of them in a stream. Exchanges lost without a metric: 0. Processes that died: 0.`,
    "",
    "| what breaks | how | when | the developer sees | in the archive | counted | told by |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...faultTable.map(row),
    `| OpenAI | ${streamFailures.join(", ")} | before and inside each of ${recordedEvents.length} events of a stream | what came, \`response.failed\` with \`upstream_unreachable\`, a clean end | upstream_error | 1 | \`UpstreamErrors\` |`,
    `| OpenAI | ${streamFailures.join(", ")} | after the last event | the whole answer | completed | 1 | |`,
    "| the developer | hangs up | after each event | | client_closed; completed on a Function URL, which never tells, and after the last event | 1 | |",
  ].join("\n");
}

function row({ dependency, failure, moment, sees, recorded, counted, told, hosts }: Cell): string {
  const where = hosts.length === 1 ? ` (${hosts[0]})` : "";
  const metrics = told === "" ? "" : `\`${told}\``;
  return `| ${dependency}${where} | ${failure} | ${moment} | ${sees} | ${recorded} | ${counted} | ${metrics} |`;
}
