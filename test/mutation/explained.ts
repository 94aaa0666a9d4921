/** Mutants that no test can kill, because what they do is the same. */
export const explained = new Set<string>([
  // Without a finding, the body without its secrets is the body.
  "lambda/steps/inspect.ts: > → >= in: if (found.findings.length > 0) exchange.keptBody = archivedBody(text, found.findings, key);",
  // Set to `identity` in any case.
  'lambda/domain/headers.ts: "accept-encoding", → "mutant", in: "accept-encoding",',
  // Raw headers come in pairs.
  "lambda/domain/headers.ts: < → <= in: for (let i = 0; i + 1 < rawHeaders.length; i += 2) {",
  // Two places one letter apart would need a key of one letter repeated.
  "lambda/domain/scrub.ts: 1 → (1 + 1) in: for (let at = bytes.indexOf(part); at !== -1; at = bytes.indexOf(part, at + 1)) {",
  // From which letter on a credential is looked for is a matter of time alone.
  "lambda/domain/scrub.ts: 6 → (6 + 1) in: const rarest = Math.max(needle.slice(0, -6).search(/[xXqQzZjJ]/), 0);",
  // How many bytes are drawn at once says nothing of which.
  "lambda/domain/proxy-token.ts: 64 → (64 + 1) in: for (const byte of randomBytes(64)) {",
]);
