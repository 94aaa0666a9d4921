/** Tokens of one exchange. Cached and cache-write tokens are parts of the input, reasoning tokens a part of the output: never added to them. */
export interface Usage {
  inputTokens: number;
  cachedInputTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  /** Whether OpenAI said so, we estimated it from the text that passed, or there was nothing to count. */
  source: "reported" | "estimated" | "none";
}

export const noUsage: Usage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  source: "none",
};

/**
 * OpenAI's `usage` object, in the words of either API (Responses: `input_tokens`; Chat Completions: `prompt_tokens`).
 * Source: https://platform.openai.com/docs/api-reference/responses/object#responses/object-usage
 */
export function usageFromJson(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const input = usage["input_tokens"] ?? usage["prompt_tokens"];
  const output = usage["output_tokens"] ?? usage["completion_tokens"];
  if (typeof input !== "number" && typeof output !== "number") return undefined;
  const inputDetails = objectOrEmpty(usage["input_tokens_details"] ?? usage["prompt_tokens_details"]);
  const outputDetails = objectOrEmpty(usage["output_tokens_details"] ?? usage["completion_tokens_details"]);
  return {
    inputTokens: count(input),
    cachedInputTokens: count(inputDetails["cached_tokens"]),
    cacheWriteTokens: count(inputDetails["cache_write_tokens"]),
    outputTokens: count(output),
    reasoningTokens: count(outputDetails["reasoning_tokens"]),
    source: "reported",
  };
}

/** English text and code come to about four bytes a token; good to a fifth or so, and always marked as an estimate. */
const bytesPerToken = 4;

/**
 * The usage of an exchange that ended before OpenAI reported it: the text that went out and the text that came.
 * Embedded images are left out of the input: they are billed by their size in pixels, which is not known here.
 */
export function estimateUsage(requestBody: Buffer, outputBytes: number): Usage {
  return {
    ...noUsage,
    inputTokens: Math.ceil((requestBody.length - base64Bytes(requestBody)) / bytesPerToken),
    outputTokens: Math.ceil(outputBytes / bytesPerToken),
    source: "estimated",
  };
}

function base64Bytes(body: Buffer): number {
  const marker = ";base64,";
  let total = 0;
  for (let at = body.indexOf(marker); at !== -1; at = body.indexOf(marker, at)) {
    const end = body.indexOf('"', at);
    if (end === -1) return total + body.length - at;
    total += end - at;
    at = end;
  }
  return total;
}

function count(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function objectOrEmpty(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
