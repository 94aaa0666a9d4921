/** What OpenAI charged for one thing on one UTC day. */
export interface OpenAiCost {
  day: string;
  /** As OpenAI's books name it: `gpt-5.5-2026-04-23, cached input`, or a tool. */
  lineItem: string;
  usd: number;
}

/** The model of a line item without its date, or what else was charged for: ours and theirs meet under this name. */
export function chargedModel(lineItem: string): string {
  const [model = ""] = lineItem.split(", ");
  return model.trim().replace(/-\d{4}-\d{2}-\d{2}$/, "") || "(none)";
}
