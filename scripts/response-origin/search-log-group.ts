import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { awsSentence } from "../cli/aws-sentence.ts";
import type { LoggedRefusals } from "./logged-refusals.ts";

export interface LogGroupSearch {
  logGroup: string;
  /** The first and the last day, UTC. */
  from: string;
  to: string;
}

/** Minutes of reading. A page may be empty, where AWS went through much of the log and found nothing. */
const mostPages = 500;

/**
 * Looks through the function's log in CloudWatch, which is asked only for the refusals that are wanted.
 *
 * @returns why not all of it was read, for then what the archive says is shown all the same: an administrator may have no
 * permission for logs:FilterLogEvents
 */
export async function searchLogGroup(
  { logGroup, from, to }: LogGroupSearch,
  refusals: LoggedRefusals,
): Promise<string | undefined> {
  // Its quota is a few requests a second for the whole account, so that being throttled is no surprise.
  const client = new CloudWatchLogsClient({
    maxAttempts: 6,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });
  const codes = [...refusals.wanted].map((code) => `$.code = "${code}"`);
  const query = {
    logGroupName: logGroup,
    startTime: Date.parse(from),
    endTime: Date.parse(`${to}T23:59:59.999Z`),
    filterPattern: `{ $.message = "exchange" && (${codes.join(" || ")}) }`,
  };
  let pages = 0;
  try {
    for await (const { events = [], nextToken } of paginateFilterLogEvents({ client }, query)) {
      for (const { message = "" } of events) refusals.add(message);
      if (++pages === mostPages && nextToken !== undefined) {
        return "it is too long for these days: give fewer with --from and --to";
      }
    }
    return undefined;
  } catch (error) {
    const sentence = error instanceof Error ? awsSentence(error, ["--region", "--stage"]) : undefined;
    if (sentence === undefined) throw error;
    return sentence;
  } finally {
    client.destroy();
  }
}
