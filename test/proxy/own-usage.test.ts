import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { call } from "../fakes/caller.ts";
import { startLocalProxy } from "../fakes/local-proxy.ts";
import type { ProxyUnderTest } from "../fakes/proxy-under-test.ts";
import { startDeployment } from "../runtime/deployment.ts";

const hosts = {
  "the Node server": startLocalProxy,
  "the bundle under AWS's runtime client": startDeployment,
};

for (const [host, start] of Object.entries(hosts)) {
  suite(`what a developer has used, through ${host}`, () => {
    let proxy: ProxyUnderTest;
    before(async () => (proxy = await start()));
    after(() => proxy.close());

    const usage = async (token: string, query = "") => {
      const { status, body } = await call(proxy.url, { method: "GET", path: `/v1/usage/me${query}`, token });
      return {
        status,
        json: JSON.parse(body.toString()) as Record<string, number> & {
          error: { message: string; code: string };
        },
      };
    };

    test("is his own, in tokens and dollars, and asking for it counts as nothing", async () => {
      const ann = await proxy.addToken({ userId: "ann#1@example.com" });
      const other = await proxy.addToken({ userId: "ann" });
      const body = JSON.stringify({ model: "gpt-5.5", stream: true, input: [] });
      await call(proxy.url, { token: ann, body });
      await call(proxy.url, { token: ann, body });
      await call(proxy.url, { token: other, body });
      const lines = await proxy.ledger();
      const counted = lines
        .filter(({ series }) => series.userId === "ann#1@example.com")
        .reduce((sum, { counters }) => sum + counters.input_tokens + counters.output_tokens, 0);
      const exchanges = (await proxy.exchanges()).length;
      const before = proxy.openAi.requests.length;

      const { status, json } = await usage(ann);
      assert.equal(status, 200);
      assert.equal(json["user_id"], "ann#1@example.com");
      assert.equal(json["requests"], 2);
      assert.equal(json["total_tokens"], counted);
      assert.ok(Number(json["cost_usd"]) > 0);
      assert.equal(json["to"], utcDay(Date.now()));
      assert.equal(json["from"], `${utcDay(Date.now()).slice(0, 8)}01`);
      assert.equal((await usage(other)).json["requests"], 1);
      assert.equal((await proxy.exchanges()).length, exchanges);
      assert.equal(proxy.openAi.requests.length, before);
    });

    test("is nothing on days without any", async () => {
      const { json } = await usage(proxy.token, "?from=2025-01-01&to=2025-01-31");
      assert.deepEqual([json["requests"], json["total_tokens"], json["cost_usd"]], [0, 0, 0]);
    });

    for (const query of [
      "?from=2026-02-30",
      "?from=2026-11-02&to=2026-11-01",
      "?from=2026-01-01&to=2026-12-31",
      "?from=x",
      "?user=ann",
      "?user_id=ann&from=2026-11-01",
    ]) {
      test(`is refused for ${query}, in words`, async () => {
        const { status, json } = await usage(proxy.token, query);
        assert.equal(status, 400);
        assert.match(json.error.message, /^codex-proxy: the request could not be read: /);
      });
    }

    test("is told to nobody without a token that is let in", async () => {
      const disabled = await proxy.addToken({ userId: "dave", enabled: false });
      assert.equal((await usage("codexproxy_x")).status, 401);
      assert.equal((await usage(disabled)).json.error.code, "token_disabled");
    });
  });
}
