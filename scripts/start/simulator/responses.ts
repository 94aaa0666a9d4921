import type { ServerResponse } from "node:http";
import { sendEvents, sendJson } from "./send.ts";
import {
  nowSeconds,
  simulatedId,
  simulatedInputTokens,
  simulatedOutputTokens,
  simulatedPieces,
  simulatedText,
} from "./simulated-text.ts";

/** POST /v1/responses: https://platform.openai.com/docs/api-reference/responses */
export function answerResponse(
  asked: Record<string, unknown>,
  model: string,
  body: string,
  response: ServerResponse,
): void | Promise<void> {
  const started = {
    id: simulatedId("resp"),
    object: "response",
    created_at: nowSeconds(),
    status: "in_progress",
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    metadata: {},
    model,
    output: [] as object[],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: "default",
    store: false,
    temperature: 1,
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
    usage: null as object | null,
  };
  const message = messageItem();
  const completed = { ...started, status: "completed", output: [message], usage: usageOf(body) };
  if (asked["stream"] !== true) return sendJson(response, completed);
  return sendEvents(
    response,
    streamEvents(started, message, completed).map((event, index) => ({ ...event, sequence_number: index })),
  );
}

/** POST /v1/responses/compact: the conversation, shortened. */
export function answerCompaction(body: string, response: ServerResponse): void {
  sendJson(response, {
    id: simulatedId("cmp"),
    object: "response.compaction",
    created_at: nowSeconds(),
    output: [messageItem()],
    usage: usageOf(body),
  });
}

function messageItem(): { id: string; type: string; status: string; role: string; content: object[] } {
  return {
    id: simulatedId("msg"),
    type: "message",
    status: "completed",
    role: "assistant",
    content: [{ type: "output_text", annotations: [], logprobs: [], text: simulatedText }],
  };
}

function streamEvents(started: object, message: ReturnType<typeof messageItem>, completed: object): object[] {
  const at = { item_id: message.id, output_index: 0, content_index: 0 };
  const emptyPart = { type: "output_text", annotations: [], logprobs: [], text: "" };
  return [
    { type: "response.created", response: started },
    { type: "response.in_progress", response: started },
    {
      type: "response.output_item.added",
      output_index: 0,
      item: { ...message, status: "in_progress", content: [] },
    },
    { type: "response.content_part.added", ...at, part: emptyPart },
    ...simulatedPieces.map((delta) => ({ type: "response.output_text.delta", ...at, delta, logprobs: [] })),
    { type: "response.output_text.done", ...at, text: simulatedText, logprobs: [] },
    { type: "response.content_part.done", ...at, part: message.content[0] },
    { type: "response.output_item.done", output_index: 0, item: message },
    { type: "response.completed", response: completed },
  ];
}

function usageOf(body: string): object {
  const inputTokens = simulatedInputTokens(body);
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: simulatedOutputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + simulatedOutputTokens,
  };
}
