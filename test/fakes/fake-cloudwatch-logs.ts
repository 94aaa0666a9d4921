import { type AwsJsonAnswer, awsJsonError, startAwsJson } from "./aws-json.ts";
import type { LocalServer } from "./local-server.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { TroublePlan } from "./trouble.ts";

interface LogEvent {
  timestamp: number;
  message: string;
}

interface FilterLogEvents {
  logGroupName: string;
  startTime: number;
  endTime: number;
  filterPattern: string;
  nextToken?: string;
}

/** CloudWatch Logs' FilterLogEvents, in its JSON 1.1 protocol: one event to a page, and an empty page before each. */
export class FakeCloudWatchLogs {
  readonly asked: FilterLogEvents[] = [];
  readonly requests: RecordedRequest[] = [];
  readonly trouble = new TroublePlan();
  /** A log that goes on for ever, without anything that is looked for. */
  isEndless = false;
  readonly #groups = new Map<string, LogEvent[]>();
  #server!: LocalServer;

  static async start(): Promise<FakeCloudWatchLogs> {
    const fake = new FakeCloudWatchLogs();
    fake.#server = await startAwsJson(fake, ({ headers, body }) =>
      fake.#serve(String(headers["x-amz-target"]), JSON.parse(body.toString("utf8"))),
    );
    return fake;
  }

  get url(): URL {
    return this.#server.url;
  }

  put(logGroup: string, events: readonly LogEvent[]): void {
    this.#groups.set(logGroup, [...(this.#groups.get(logGroup) ?? []), ...events]);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  #serve(target: string, input: FilterLogEvents): AwsJsonAnswer {
    if (target !== "Logs_20140328.FilterLogEvents") return awsJsonError("UnknownOperationException", target);
    this.asked.push(input);
    const events = this.#groups.get(input.logGroupName);
    if (events === undefined) {
      return awsJsonError("ResourceNotFoundException", "The specified log group does not exist.");
    }
    const found = events.filter((event) => matches(event, input));
    const page = Number(input.nextToken ?? 0);
    const isLast = !this.isEndless && page >= 2 * found.length;
    const onPage = page % 2 === 0 ? [] : found.slice((page - 1) / 2, (page + 1) / 2);
    return { status: 200, body: { events: onPage, ...(!isLast && { nextToken: String(page + 1) }) } };
  }
}

/** Of the patterns for JSON: a message that is an exchange's, and one of some codes. */
function matches(
  { timestamp, message }: LogEvent,
  { startTime, endTime, filterPattern }: FilterLogEvents,
): boolean {
  const [, codes] = /^\{ \$\.message = "exchange" && \((.*)\) \}$/.exec(filterPattern) ?? [];
  if (codes === undefined) throw new Error(`a pattern that this fake does not know: ${filterPattern}`);
  const wanted = codes.split(" || ").map((term) => /^\$\.code = "([a-z_]+)"$/.exec(term)?.[1]);
  const { message: kind, code } = JSON.parse(message) as { message: string; code?: string };
  return timestamp >= startTime && timestamp <= endTime && kind === "exchange" && wanted.includes(code);
}
