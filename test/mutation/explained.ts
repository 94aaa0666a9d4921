/** Mutants that no test can kill, because what they do is the same. */
export const explained = new Set<string>([
  // Without a finding, the body without its secrets is the body.
  "lambda/steps/inspect.ts: > → >= in: if (found.findings.length > 0) exchange.keptBody = archivedBody(text, found.findings, key);",
  // Set to `identity` in any case.
  'lambda/domain/headers.ts: "accept-encoding", → "mutant", in: "accept-encoding",',
  // Raw headers come in pairs.
  "lambda/domain/headers.ts: < → <= in: for (let i = 0; i + 1 < rawHeaders.length; i += 2) {",
  // Two places one letter apart would need a key of one letter repeated.
  "lambda/domain/scrub.ts: 1 → (1 + 1) in: for (let found = searched.indexOf(part, rarest); found !== -1; found = searched.indexOf(part, found + 1)) {",
  // From which letter on a credential is looked for is a matter of time alone.
  "lambda/domain/scrub.ts: 6 → (6 + 1) in: const rarest = Math.max(needle.slice(0, -6).search(/[xXqQzZjJ]/), 0);",
  // From which size on a block is worth to be known is a matter of time alone, and none below it is.
  "lambda/domain/known-body.ts: < → <= in: return { start, end, raw, known: end - start < minBlockBytes ? undefined : knownBlocks.find(raw) };",
  "lambda/domain/known-body.ts: - → + in: return { start, end, raw, known: end - start < minBlockBytes ? undefined : knownBlocks.find(raw) };",
  "lambda/domain/known-body.ts: < → <= in: else if (end - start < minBlockBytes) text.add(escaped(kept));",
  "lambda/domain/known-body.ts: 8 → (8 + 1) in: export const minBlockBytes = 8 * 1024;",
  "lambda/domain/known-body.ts: 1024 → (1024 + 1) in: export const minBlockBytes = 8 * 1024;",
  // How many bytes are drawn at once says nothing of which.
  "lambda/domain/proxy-token.ts: 64 → (64 + 1) in: for (const byte of randomBytes(64)) {",
  // An answer has a status by the time Node hands it over.
  "lambda/steps/upstream-client.ts: 502 → (502 + 1) in: status: incoming.statusCode ?? 502,",
  // Node tells an error of an answer only to those who listen, but does not promise it: lib/_http_incoming.js, onError.
  'lambda/steps/upstream-client.ts: incoming.on("error", () => {}); → ; in: incoming.on("error", () => {});',
  // A deadline that has passed: one millisecond or two.
  'lambda/steps/upstream-client.ts: 1 → (1 + 1) in: ? setTimeout(() => stopWith({ kind: "deadline" }), Math.max(1, untilDeadlineMs))',
  // Only the server drains, and it has no deadline.
  "lambda/steps/upstream-client.ts: clearTimeout(timer); → ; in: clearTimeout(timer);",
  // Today Node tells of a connection that closes early by an error as well.
  'lambda/steps/upstream-client.ts: incoming.on("close", () => finish({ kind: "cut_off", cause: "closed before its end" })); → ; in: incoming.on("close", () => finish({ kind: "cut_off", cause: "closed before its end" }));',
  // How often Node looks for slow heads.
  "lambda/hosts/node-server.ts: 4 → (4 + 1) in: connectionsCheckingInterval: headersTimeoutMs / 4,",
  // How much memory is set aside beforehand, and when it is given back.
  "lambda/hosts/incoming-body.ts: <= → < in: this.#reserved = Buffer.allocUnsafe(declaredBytes <= maxReservedBytes ? declaredBytes : 0);",
  "lambda/hosts/incoming-body.ts: 8 → (8 + 1) in: const maxReservedBytes = 8 * 1024 * 1024;",
  "lambda/hosts/incoming-body.ts: 1024 → (1024 + 1) in: const maxReservedBytes = 8 * 1024 * 1024;",
  "lambda/hosts/incoming-body.ts: this.#reserved = Buffer.alloc(0); → ; in: this.#reserved = Buffer.alloc(0);",
  "lambda/hosts/incoming-body.ts: this.#pieces = []; → ; in: this.#pieces = [];",
  "lambda/hosts/node-server.ts: body.take(); → ; in: body.take();",
  // Of a body that is too large, what still comes is dropped in either way.
  'lambda/hosts/node-server.ts: incoming.removeAllListeners("data").resume(); → ; in: incoming.removeAllListeners("data").resume();',
  // A request that breaks off has an error and a close: either is enough.
  'lambda/hosts/node-server.ts: incoming.on("error", () => resolve(new Refusal({ code: "client_closed" }))); → ; in: incoming.on("error", () => resolve(new Refusal({ code: "client_closed" })));',
  'lambda/hosts/node-server.ts: incoming.on("close", () => resolve(new Refusal({ code: "client_closed" }))); → ; in: incoming.on("close", () => resolve(new Refusal({ code: "client_closed" })));',
  // Node 24 says nothing of a write to a caller who has gone; its documentation does not promise that.
  'lambda/hosts/node-server.ts: outgoing.on("error", () => {}); → ; in: outgoing.on("error", () => {});',
]);
