import type { OutputItem } from "./output-items.ts";
import { type Turn, responsesObject } from "./responses-object.ts";

type Event = Record<string, unknown> & { type: string };

/** A turn as the server-sent events of POST /v1/responses, one buffer an event. */
export function responsesStream(turn: Turn): Buffer[] {
  const response = responsesObject(turn);
  const begun = { ...response, status: "in_progress", output: [], usage: null };
  const events: Event[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...turn.output.flatMap((item, index) => eventsOf(item, index)),
    { type: "response.completed", response },
  ];
  return events.map(({ type, ...rest }, number) =>
    Buffer.from(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number, ...rest })}\n\n`),
  );
}

function eventsOf(item: OutputItem, output_index: number): Event[] {
  const place = { item_id: item.id, output_index };
  return [
    { type: "response.output_item.added", output_index, item: begunItem(item) },
    ...middleEvents(item).map((event) => Object.assign(event, place)),
    { type: "response.output_item.done", output_index, item },
  ];
}

function begunItem(item: OutputItem): OutputItem {
  switch (item.type) {
    case "message":
      return { ...item, status: "in_progress", content: [] };
    case "function_call":
      return { ...item, status: "in_progress", arguments: "" };
    case "custom_tool_call":
      return { ...item, status: "in_progress", input: "" };
    default:
      return item;
  }
}

function middleEvents(item: OutputItem): Event[] {
  switch (item.type) {
    case "message":
      return textEvents((item["content"] as { text: string }[])[0]!);
    case "function_call":
      return [
        { type: "response.function_call_arguments.delta", delta: item["arguments"] },
        { type: "response.function_call_arguments.done", arguments: item["arguments"] },
      ];
    case "custom_tool_call":
      return [
        { type: "response.custom_tool_call_input.delta", delta: item["input"] },
        { type: "response.custom_tool_call_input.done", input: item["input"] },
      ];
    default:
      return [];
  }
}

function textEvents(part: { text: string }): Event[] {
  const words = part.text.match(/\S+\s*/g) ?? [];
  return [
    { type: "response.content_part.added", content_index: 0, part: { ...part, text: "" } },
    ...words.map((delta) => ({ type: "response.output_text.delta", content_index: 0, delta, logprobs: [] })),
    { type: "response.output_text.done", content_index: 0, text: part.text, logprobs: [] },
    { type: "response.content_part.done", content_index: 0, part },
  ];
}
