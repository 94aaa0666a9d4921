/** What the simulator says to everything. */
export const simulatedText =
  "This is the codex-proxy simulator: no OpenAI key was given, so no model has read your request. " +
  "Your token was accepted and this exchange was recorded like any other.";

/** The text in the pieces in which a model would send it. */
export const simulatedPieces: readonly string[] = simulatedText.match(/\S+\s*/g) ?? [];

export const simulatedOutputTokens = simulatedPieces.length;

/** A rough count, as a tokeniser would make it of English text. */
export function simulatedInputTokens(body: string): number {
  return Math.ceil(body.length / 4);
}

export function simulatedId(prefix: string): string {
  return `${prefix}_simulated${crypto.randomUUID().replaceAll("-", "")}`;
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
