/** Mutants that no test can kill, because what they do is the same. */
export const explained = new Set<string>([
  // Without a finding, the body without its secrets is the body.
  "lambda/steps/inspect.ts: > → >=",
]);
