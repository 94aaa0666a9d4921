import type { Failure, Fault } from "./fault-proxy.ts";

/** What stands between the proxy and a thing it needs. */
export type Dependency = "OpenAI" | "token table" | "usage ledger" | "archive" | "key";

/** One failure of one dependency at one moment, and all that must come of it. */
export interface Cell {
  dependency: Dependency;
  failure: Failure;
  moment: string;
  fault: Fault;
  /** What the developer reads: the whole answer, an error, or a stream's last event. */
  sees: string;
  /** The outcome in the archive; `later` where it gets there with the next exchange, `nothing` for a nobody. */
  recorded: string;
  /** How often the ledger counts it, the next exchange done. */
  counted: number;
  /** The metrics that name it. */
  told: string;
  hosts: readonly Host[];
  /** Nothing can be spooled either. */
  isDiskFull?: true;
}

export type Host = "server" | "function";

const both: readonly Host[] = ["server", "function"];
const beforeTheRequest = "before the request";
const beforeTheFirstByte = "before the first byte";
const inTheHead = (answer: Buffer): number => Math.min(20, answer.length);
const whenAnswered = (): number => 0;

const unreachable = {
  sees: "502 upstream_unreachable",
  recorded: "upstream_error",
  counted: 1,
  told: "UpstreamErrors",
  hosts: both,
};
const openAi = (
  failure: Failure,
  moment: string,
  fault: Partial<Fault>,
  expected: Partial<Cell> = {},
): Cell => ({
  dependency: "OpenAI",
  failure,
  moment,
  fault: { failure, in: "POST /v1", ...fault },
  ...unreachable,
  ...expected,
});

const openAiCells: Cell[] = [
  openAi("refused", beforeTheRequest, {}),
  openAi("reset", beforeTheFirstByte, {}),
  openAi("closed", beforeTheFirstByte, {}),
  openAi("garbage", beforeTheFirstByte, {}),
  openAi("closed", "in the middle of the answer's head", { after: inTheHead }),
  openAi("reset", "in the middle of the answer's head", { after: inTheHead }),
  openAi("dead", "when its kept-alive connection is used again", {}),
  openAi("unavailable", beforeTheFirstByte, {}, { sees: "503 server_error" }),
  openAi("throttled", beforeTheFirstByte, {}, { sees: "429 rate_limit_exceeded" }),
  openAi("ENOTFOUND", beforeTheRequest, { in: undefined }),
  openAi("EAI_AGAIN", beforeTheRequest, { in: undefined }),
  openAi(
    "never connects",
    beforeTheRequest,
    { in: undefined },
    { sees: "504 upstream_timeout", hosts: ["function"] },
  ),
  // The server waits for ten minutes, as the SDKs do: shown with shorter times in test/steps/upstream-client.test.ts.
  openAi("silent", beforeTheFirstByte, {}, { sees: "504 upstream_timeout", hosts: ["function"] }),
];

const nameFailures = ["ENOTFOUND", "EAI_AGAIN", "never connects"] as const;

/** For good, and then once: AWS's client tries again, so that the developer sees nothing of it. */
function twice(
  dependency: Dependency,
  request: string,
  lasting: Pick<Cell, "sees" | "recorded" | "counted" | "told">,
  failures: readonly Failure[],
  countedIfUnsaid = 1,
): Cell[] {
  const whole = { sees: "the whole answer", recorded: "completed", counted: 1, told: "" };
  const unsaid = { ...whole, counted: countedIfUnsaid };
  const cell = (failure: Failure, moment: string, fault: Partial<Fault>, expected: typeof lasting): Cell => ({
    dependency,
    failure,
    moment,
    fault: { failure, in: request, ...fault },
    hosts: both,
    ...expected,
  });
  return [
    ...failures.map((failure) => cell(failure, `${beforeTheFirstByte}, for good`, {}, lasting)),
    ...nameFailures.map((failure) => cell(failure, `${beforeTheRequest}, for good`, {}, lasting)),
    cell("reset", `${beforeTheFirstByte}, once`, { times: 1 }, whole),
    cell("unavailable", `${beforeTheFirstByte}, once`, { times: 1 }, whole),
    cell("throttled", `${beforeTheFirstByte}, once`, { times: 1 }, whole),
    cell("EAI_AGAIN", `${beforeTheRequest}, once`, { times: 1 }, whole),
    cell("dead", "when its kept-alive connection is used again", { times: 1 }, whole),
    cell("closed", "in the middle of the answer's head, once", { times: 1, after: inTheHead }, unsaid),
    cell("reset", "after it has done it, before it says so", { times: 1, after: whenAnswered }, unsaid),
  ];
}

const noToken = {
  sees: "503 token_store_unavailable",
  recorded: "nothing",
  counted: 0,
  told: "TokenStoreErrors",
};
const countedLater = { sees: "the whole answer", recorded: "completed", counted: 1, told: "LedgerSpooled" };
const keptLater = {
  sees: "the whole answer",
  recorded: "completed later",
  counted: 1,
  told: "ArchiveSpooled",
};
const noKey = { sees: "503 upstream_key_unavailable", recorded: "refused", counted: 1, told: "KeyErrors" };

/** With no room on the instance either, an exchange is lost: the one thing that wakes somebody. */
const diskCells: Cell[] = [
  {
    dependency: "archive",
    failure: "unavailable",
    moment: "for good, and the disk is full",
    fault: { failure: "unavailable", in: "PUT " },
    sees: "the whole answer",
    recorded: "nothing",
    counted: 1,
    told: "ArchiveWriteFailures",
    hosts: both,
    isDiskFull: true,
  },
  {
    dependency: "usage ledger",
    failure: "unavailable",
    moment: "for good, and the disk is full",
    fault: { failure: "unavailable", in: "UpdateItem" },
    sees: "the whole answer",
    recorded: "completed",
    counted: 0,
    told: "LedgerWriteFailures",
    hosts: both,
    isDiskFull: true,
  },
];

const failures: readonly Failure[] = [
  "refused",
  "reset",
  "closed",
  "garbage",
  "unavailable",
  "throttled",
  "silent",
];

/** Everything that can go wrong behind the proxy, but for streams, which break at each of their events. */
export const faultTable: readonly Cell[] = [
  ...openAiCells,
  ...twice("token table", "GetItem", noToken, failures),
  // Until `npm run ledger -- rebuild` it counts twice what the table did without saying so: an addition that is
  // repeated can't be told from a second one.
  ...twice("usage ledger", "UpdateItem", countedLater, ["closed", "unavailable", "silent"], 2),
  ...twice("archive", "PUT ", keptLater, ["refused", "unavailable", "silent"]),
  ...twice("key", "GetSecretValue", noKey, failures).filter(({ failure }) => failure !== "dead"),
  ...diskCells,
];

/** How a stream breaks, at each of its events: between two, and inside one. */
export const streamFailures: readonly Failure[] = ["closed", "reset", "garbage"];
