import { eventsFromEnd, eventsFromStart } from "./sse.ts";
import { type Usage, usageFromJson } from "./usage.ts";

/** What OpenAI's answer says of itself. */
export interface AnswerFacts {
  /** How the answer ended by its own words; absent: it did not say, or was cut off. */
  ending?: "completed" | "incomplete" | "failed";
  /** The model as served, which may be a dated snapshot of the one asked for. */
  model?: string;
  /** The tier as billed, which may differ from the one asked for. */
  serviceTier?: string;
  usage?: Usage;
  /** The bytes of output text that passed, counted only where no usage was reported. */
  outputBytes?: number;
}

/** The terminal event is the last one or, for Chat Completions, one of the last few; what stands further back can't end a stream. */
const terminalWindow = 8;

const endingOfType: Record<string, AnswerFacts["ending"]> = {
  "response.completed": "completed",
  "response.incomplete": "incomplete",
  "response.failed": "failed",
};

/** Reads a whole JSON answer of /v1/responses, /v1/responses/compact or /v1/chat/completions. */
export function factsOfJson(body: Buffer): AnswerFacts {
  const answer = parse(body.toString("utf8"));
  if (answer === undefined) return {};
  // A compaction and a chat completion have no status: to have come whole is to be complete.
  const ending =
    answer["status"] === undefined ? "completed" : endingOfType[`response.${text(answer["status"])}`];
  return { ...factsOfResponse(answer), ...(ending && { ending }) };
}

/** Reads a stream of either API from its end, and from its beginning only where it ended early. */
export function factsOfStream(body: Buffer): AnswerFacts {
  const facts = factsOfTerminalEvents(body);
  return facts.usage === undefined ? { ...factsOfUnfinishedStream(body), ...facts } : facts;
}

/** Has the caller been sent all there is? Then a closed connection is a success: Codex hangs up right after the terminal event. */
export function hasTerminalEvent(body: Buffer): boolean {
  return factsOfTerminalEvents(body).ending !== undefined;
}

function factsOfTerminalEvents(body: Buffer): AnswerFacts {
  let facts: AnswerFacts = {};
  let seen = 0;
  for (const data of eventsFromEnd(body)) {
    if (data === "[DONE]") facts.ending = "completed";
    const event = parse(data);
    const ending = endingOfType[text(event?.["type"]) ?? ""];
    if (event !== undefined && ending !== undefined) {
      return { ...factsOfResponse(objectOf(event["response"])), ending };
    }
    if (event?.["object"] === "chat.completion.chunk") facts = Object.assign(factsOfResponse(event), facts);
    if (facts.usage !== undefined || ++seen === terminalWindow) break;
  }
  return facts;
}

function factsOfUnfinishedStream(body: Buffer): AnswerFacts {
  const facts: AnswerFacts = {};
  let outputBytes = 0;
  for (const data of eventsFromStart(body)) {
    const event = parse(data);
    if (event === undefined) continue;
    if (typeof event["delta"] === "string") outputBytes += Buffer.byteLength(event["delta"]);
    Object.assign(facts, factsOfResponse(objectOf(event["response"])));
    if (event["object"] === "chat.completion.chunk") {
      Object.assign(facts, factsOfResponse(event));
      outputBytes += chatDeltaBytes(event["choices"]);
    }
  }
  return { ...facts, outputBytes };
}

function factsOfResponse(response: Record<string, unknown>): AnswerFacts {
  const model = text(response["model"]);
  const serviceTier = text(response["service_tier"]);
  const usage = usageFromJson(response["usage"]);
  return { ...(model && { model }), ...(serviceTier && { serviceTier }), ...(usage && { usage }) };
}

function chatDeltaBytes(choices: unknown): number {
  if (!Array.isArray(choices)) return 0;
  let bytes = 0;
  for (const choice of choices) {
    const content = objectOf(objectOf(choice)["delta"])["content"];
    if (typeof content === "string") bytes += Buffer.byteLength(content);
  }
  return bytes;
}

function parse(json: string): Record<string, unknown> | undefined {
  if (!json.startsWith("{")) return undefined;
  try {
    return objectOf(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
