/** Mutants that no test can kill, because what they do is the same. */
export const explained = new Set<string>([
  // Without a finding, the body without its secrets is the body.
  "lambda/steps/inspect.ts: > → >=",
  // Set to `identity` in any case.
  'lambda/domain/headers.ts: "accept-encoding", → "mutant",',
  // Raw headers come in pairs.
  "lambda/domain/headers.ts: < → <=",
  // Two places one letter apart would need a key of one letter repeated.
  "lambda/domain/scrub.ts: 1 → (1 + 1)",
  // How many bytes are drawn at once says nothing of which.
  "lambda/domain/proxy-token.ts: 64 → (64 + 1)",
]);
