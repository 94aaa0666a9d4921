const usage = {
  prompt_tokens: 20,
  completion_tokens: 5,
  total_tokens: 25,
  prompt_tokens_details: { cached_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0 },
};

/** The answer of POST /v1/chat/completions without `stream`. */
export function chatCompletion(text: string, model: string): object {
  return {
    id: "chatcmpl-fake",
    object: "chat.completion",
    created: 1_795_333_555,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, refusal: null },
        logprobs: null,
        finish_reason: "stop",
      },
    ],
    usage,
    service_tier: "default",
  };
}

/** The same as server-sent events; the usage comes only to those who ask for it. */
export function chatCompletionStream(text: string, model: string, includeUsage: boolean): Buffer[] {
  const chunk = {
    id: "chatcmpl-fake",
    object: "chat.completion.chunk",
    created: 1_795_333_555,
    model,
    service_tier: "default",
  };
  const choice = (delta: object, finish_reason: string | null): object => ({
    ...chunk,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...(includeUsage && { usage: null }),
  });
  const words = text.match(/\S+\s*/g) ?? [];
  const events = [
    choice({ role: "assistant", content: "", refusal: null }, null),
    ...words.map((content) => choice({ content }, null)),
    choice({}, "stop"),
    ...(includeUsage ? [{ ...chunk, choices: [], usage }] : []),
  ];
  return [...events.map((event) => JSON.stringify(event)), "[DONE]"].map((data) =>
    Buffer.from(`data: ${data}\n\n`),
  );
}
