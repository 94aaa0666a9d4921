/** Mutants that no test can kill, because what they do is the same. */
export const explained = new Set<string>([
  // Set to `identity` in any case.
  'lambda/domain/headers.ts: "accept-encoding", → "mutant", in: "accept-encoding",',
  // Raw headers come in pairs.
  "lambda/domain/headers.ts: < → <= in: for (let i = 0; i + 1 < rawHeaders.length; i += 2) {",
  // Two places one letter apart would need a key of one letter repeated.
  "lambda/domain/scrub.ts: 1 → (1 + 1) in: for (let found = bytes.indexOf(part, rarest); found !== -1; found = bytes.indexOf(part, found + 1)) {",
  // From which letter on a credential is looked for is a matter of time alone.
  "lambda/domain/scrub.ts: 6 → (6 + 1) in: const rarest = Math.max(needle.slice(0, -6).search(/[xXqQzZjJ]/), 0);",
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
  "lambda/domain/incoming-body.ts: !== → === in: if (!isFree || full.length !== nextBytes) {",
  "lambda/domain/incoming-body.ts: < → <= in: return bytes < minBlockBytes ? Buffer.allocUnsafe(bytes) : Buffer.allocUnsafeSlow(bytes);",
  "lambda/domain/incoming-body.ts: - → + in: const missingBytes = this.#declaredBytes - this.#bytes + cutOff.length;",
  "lambda/domain/incoming-body.ts: this.#declaredBytes = declaredBytes; → ; in: this.#declaredBytes = declaredBytes;",
  "lambda/domain/incoming-body.ts: this.#open = Buffer.alloc(0); → ; in: this.#open = Buffer.alloc(0);",
  "lambda/domain/incoming-body.ts: this.#openBytes = 0; → ; in: this.#openBytes = 0;",
  "lambda/hosts/node-server.ts: body.take().giveBack(); → ; in: body.take().giveBack();",
  // What is left unread of an answer whose connection has closed: memory alone, until the exchange is over.
  "lambda/steps/upstream-client.ts: this.incoming?.destroy(); → ; in: this.incoming?.destroy();",
  // The same bytes, in more writes.
  "lambda/steps/upstream-client.ts: outgoing.cork(); → ; in: outgoing.cork();",
  // How large blocks are, of which size they are worth knowing again, and by which bytes they are looked up.
  "lambda/domain/body.ts: 8 → (8 + 1) in: export const minBlockBytes = 8 * 1024;",
  "lambda/domain/body.ts: 1024 → (1024 + 1) in: export const minBlockBytes = 8 * 1024;",
  "lambda/domain/body.ts: 64 → (64 + 1) in: export const maxBlockBytes = 64 * 1024;",
  "lambda/domain/body.ts: 1024 → (1024 + 1) in: export const maxBlockBytes = 64 * 1024;",
  "lambda/domain/incoming-body.ts: < → <= in: return bytes.length < minBlockBytes ? undefined : this.#known?.find(bytes);",
  "lambda/domain/known-body.ts: || → && in: if (block.archived !== undefined || block.bytes.length < minBlockBytes) return block;",
  "lambda/domain/known-body.ts: < → <= in: if (block.archived !== undefined || block.bytes.length < minBlockBytes) return block;",
  "lambda/domain/known-body.ts: < → <= in: else if (bytes.length < minBlockBytes) text.add(escaped(bytes));",
  "lambda/domain/known-blocks.ts: < → <= in: for (let at = step - 1; at < bytes.length; at += step) key = Math.imul(key ^ bytes[at]!, 0x01000193);",
  "lambda/domain/known-blocks.ts: - → + in: for (let at = step - 1; at < bytes.length; at += step) key = Math.imul(key ^ bytes[at]!, 0x01000193);",
  "lambda/domain/known-blocks.ts: 24 → (24 + 1) in: const samples = 24;",
  "lambda/domain/known-blocks.ts: 1 → (1 + 1) in: const step = Math.floor(bytes.length / samples) | 1;",
  "lambda/domain/known-blocks.ts: 1 → (1 + 1) in: for (let at = step - 1; at < bytes.length; at += step) key = Math.imul(key ^ bytes[at]!, 0x01000193);",
  // 0xc0 begins no character, and the fourth byte before an end only one that is whole.
  "lambda/domain/incoming-body.ts: 4 → (4 + 1) in: if (first >= 0xf0) return 4;",
  "lambda/domain/incoming-body.ts: >= → > in: if (byte >= 0xc0) return at + characterBytes(byte) > bytes.length ? at : bytes.length;",
  "lambda/domain/incoming-body.ts: > → >= in: for (let at = last; at >= 0 && at > last - 3; at--) {",
  "lambda/domain/incoming-body.ts: 3 → (3 + 1) in: for (let at = last; at >= 0 && at > last - 3; at--) {",
  // Blocks of a few bytes alone, which only a wrong length could make.
  "lambda/domain/incoming-body.ts: && → || in: for (let at = last; at >= 0 && at > last - 3; at--) {",
  "lambda/domain/incoming-body.ts: >= → > in: for (let at = last; at >= 0 && at > last - 3; at--) {",
  // Of a body that is too large, what still comes is dropped in either way.
  'lambda/hosts/node-server.ts: incoming.removeAllListeners("data").resume(); → ; in: incoming.removeAllListeners("data").resume();',
  // A request that breaks off has an error and a close: either is enough.
  'lambda/hosts/node-server.ts: incoming.on("error", () => resolve(new Refusal({ code: "client_closed" }))); → ; in: incoming.on("error", () => resolve(new Refusal({ code: "client_closed" })));',
  'lambda/hosts/node-server.ts: incoming.on("close", () => resolve(new Refusal({ code: "client_closed" }))); → ; in: incoming.on("close", () => resolve(new Refusal({ code: "client_closed" })));',
  // Node 24 says nothing of a write to a caller who has gone; its documentation does not promise that.
  'lambda/hosts/node-server.ts: outgoing.on("error", () => {}); → ; in: outgoing.on("error", () => {});',
]);
