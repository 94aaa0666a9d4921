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

/** POST /v1/chat/completions: https://platform.openai.com/docs/api-reference/chat */
export function answerChatCompletion(
  asked: Record<string, unknown>,
  model: string,
  body: string,
  response: ServerResponse,
): void | Promise<void> {
  const common = { id: simulatedId("chatcmpl"), created: nowSeconds(), model, service_tier: "default" };
  const usage = usageOf(body);
  if (asked["stream"] !== true) {
    const message = { role: "assistant", content: simulatedText, refusal: null };
    const choice = { index: 0, message, logprobs: null, finish_reason: "stop" };
    return sendJson(response, { ...common, object: "chat.completion", choices: [choice], usage });
  }
  const chunk = (delta: object, finishReason: string | null): object => ({
    ...common,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  });
  return sendEvents(response, [
    chunk({ role: "assistant", content: "" }, null),
    ...simulatedPieces.map((content) => chunk({ content }, null)),
    chunk({}, "stop"),
    // Only who asks for it gets the usage of a stream, in a chunk of its own.
    ...(wantsUsage(asked) ? [{ ...common, object: "chat.completion.chunk", choices: [], usage }] : []),
    "[DONE]",
  ]);
}

function wantsUsage(asked: Record<string, unknown>): boolean {
  const options = asked["stream_options"];
  return (
    typeof options === "object" &&
    options !== null &&
    "include_usage" in options &&
    options.include_usage === true
  );
}

function usageOf(body: string): object {
  const inputTokens = simulatedInputTokens(body);
  return {
    prompt_tokens: inputTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens: simulatedOutputTokens,
    completion_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + simulatedOutputTokens,
  };
}
