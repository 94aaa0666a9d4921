import type { OutputItem } from "./output-items.ts";

export interface Turn {
  output: readonly OutputItem[];
  model?: string;
  serviceTier?: string;
  usage?: object;
}

/** 1,234 tokens in, of which 1,024 cached; 56 out, of which 12 reasoning. */
const usualUsage = {
  input_tokens: 1234,
  input_tokens_details: { cached_tokens: 1024 },
  output_tokens: 56,
  output_tokens_details: { reasoning_tokens: 12 },
  total_tokens: 1290,
};

/** The answer to a request without `stream`, and what stands in the first and last event of one with it. */
export function responsesObject(turn: Turn): Record<string, unknown> {
  return {
    id: "resp_fake",
    object: "response",
    created_at: 1_795_333_555,
    status: "completed",
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model: turn.model ?? "gpt-5.5",
    output: turn.output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: "medium", summary: null },
    service_tier: turn.serviceTier ?? "default",
    store: false,
    temperature: 1,
    text: { format: { type: "text" }, verbosity: "medium" },
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
    usage: turn.usage ?? usualUsage,
    user: null,
    metadata: {},
  };
}
