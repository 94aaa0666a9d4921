import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { call } from "../fakes/caller.ts";
import { type LocalProxy, startLocalProxy } from "../fakes/local-proxy.ts";

suite("every answer can be told from every other", () => {
  let proxy: LocalProxy;
  before(async () => (proxy = await startLocalProxy()));
  after(() => proxy.close());

  test("OpenAI's own request id passes, and ours stands beside it", async () => {
    const { headers } = await call(proxy.url, { token: proxy.token, body: "{}" });
    assert.match(headers["x-request-id"] ?? "", /^req_fake_/);
    assert.equal(headers["x-codex-proxy-request-id"], (await proxy.exchanges()).at(-1)?.id);
  });

  const own = {
    "a health check": { method: "GET", path: "/health" },
    "a refusal": { method: "GET", path: "/nowhere" },
  };
  for (const [what, request] of Object.entries(own)) {
    test(`${what} has our id under both names`, async () => {
      const { headers } = await call(proxy.url, request);
      assert.match(headers["x-request-id"] ?? "", /^[0-9a-f-]{36}$/);
      assert.equal(headers["x-codex-proxy-request-id"], headers["x-request-id"]);
    });
  }
});
