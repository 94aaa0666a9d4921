import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { resourceNames } from "../../lambda/resource-names.ts";
import type { ReportStoreOptions } from "../cli/report-options.ts";
import { UsageError } from "../cli/run-command.ts";
import { addDays, dateRange, daysOf } from "../report/date-range.ts";
import { openReportStores } from "../report/report-stores.ts";
import { stderrProgress } from "../report/stderr-progress.ts";
import { codexTextOf } from "./codex-texts.ts";
import { type Finding, findingText } from "./finding-text.ts";
import { searchArchive } from "./search-archive.ts";
import { LoggedRefusals } from "./logged-refusals.ts";
import { searchLogFile } from "./search-log-file.ts";

export interface CheckOptions extends ReportStoreOptions {
  from?: string;
  to?: string;
  user?: string;
  log?: string;
  json?: true;
}

/** By default it looks at today and yesterday: an error is asked about while it is fresh. */
export async function runCheck(shown: string, options: CheckOptions): Promise<void> {
  const text = wordsOf(shown);
  const today = utcDay(Date.now());
  const { from, to } = dateRange(
    options.from ?? addDays(options.to ?? today, -1),
    options.to ?? today,
    today,
  );
  const codex = codexTextOf(text);
  const { archive } = await openReportStores(options, process.env);
  const { progress, done } = stderrProgress("exchanges looked at");
  const archived = await searchArchive(archive, daysOf({ from, to }), {
    text,
    statuses: codex?.statuses ?? [],
    user: options.user,
    ...(progress && { progress }),
  });
  done();
  const refusals = new LoggedRefusals(text);
  const logProblem = await searchLog(refusals, { from, to }, options);
  const finding: Finding = {
    text: shown,
    from,
    to,
    verdict: verdictOf(
      archived.found,
      Object.keys(refusals.counts).length > 0 || text.includes("codex-proxy:"),
    ),
    codex: codex?.cause ?? null,
    found: archived.found,
    refusals_in_log: refusals.counts,
    log_problem: logProblem ?? null,
    exchanges: archived.exchanges,
    unreadable: archived.unreadable,
    matches: archived.matches.toSorted((a, b) => (a.time < b.time ? 1 : -1)),
  };
  process.stdout.write(options.json ? `${JSON.stringify(finding)}\n` : findingText(finding));
}

/** The log that was named, or on AWS the function's own. @returns why not all of it was read */
async function searchLog(
  refusals: LoggedRefusals,
  days: { from: string; to: string },
  { log, local, stage }: CheckOptions,
): Promise<string | undefined> {
  if (log !== undefined) await searchLogFile(log, refusals);
  else if (local === undefined && refusals.wanted.size > 0) {
    const { searchLogGroup } = await import("./search-log-group.ts");
    return searchLogGroup({ logGroup: resourceNames(stage).logGroup, ...days }, refusals);
  }
  return undefined;
}

/** What is the same in every showing of an error: not its URL, its request id, nor how often Codex tried. */
function wordsOf(shown: string): string {
  const text = shown
    .toLowerCase()
    .replace(/^error: /, "")
    .replace(/unexpected status \d+ [a-z ]+: /, "")
    .replace(/, url: .*$/s, "")
    .replace(/stream disconnected before completion: (?=codex-proxy)/, "")
    .trim();
  if (text.length < 3) throw new UsageError("look for what? give three characters of the text or more");
  return text;
}

function verdictOf(found: { openai: number; proxy: number }, proxySaidIt: boolean): Finding["verdict"] {
  const proxy = found.proxy > 0 || proxySaidIt;
  if (found.openai > 0) return proxy ? "both" : "openai";
  return proxy ? "proxy" : "neither";
}
