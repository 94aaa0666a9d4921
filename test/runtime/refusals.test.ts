import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, afterEach, before, beforeEach, suite, test } from "node:test";
import { mintToken } from "../../lambda/domain/proxy-token.ts";
import { type Answer, call } from "../fakes/caller.ts";
import { type Trouble, reset, slowDown } from "../fakes/trouble.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

suite("what the bundle refuses under AWS's runtime client", () => {
  let deployed: Deployment;
  before(async () => (deployed = await startDeployment()));
  after(() => deployed.close());
  beforeEach(() => deployed.openAi.reset());
  afterEach(async () => {
    const next = await call(deployed.url, { token: deployed.token, body: '{"model":"gpt-5.5"}' });
    assert.equal(next.status, 200, "the same process answers the next request");
    assert.ok(deployed.instance.isAlive);
  });

  test("a request without a token, with half a token, and with a token never given out", async () => {
    const good = deployed.token;
    const tokens = [undefined, good.slice(0, -1), mintToken(randomBytes)];
    for (const token of tokens) {
      const answer = await call(deployed.url, { ...(token !== undefined && { token }) });
      assertError(answer, 401, "invalid_proxy_token");
      assert.ok(!answer.body.includes("codexproxy_".concat(good.slice(11, 20))), "no token is echoed");
    }
    assert.equal(deployed.openAi.requests.length, 0);
  });

  test("a token from the moment on that it is disabled, and no longer once it is enabled again", async () => {
    const token = await deployed.addToken({ userId: "bob" });
    assert.equal((await call(deployed.url, { token })).status, 200);
    await deployed.setEnabled(token, false);
    assertError(await call(deployed.url, { token }), 401, "token_disabled");
    await deployed.setEnabled(token, true);
    assert.equal((await call(deployed.url, { token })).status, 200);
  });

  test("a token whose time is over", async () => {
    const token = await deployed.addToken({ expiresAt: "2020-01-01T00:00:00Z" });
    assertError(await call(deployed.url, { token }), 401, "token_expired");
    const exchange = (await deployed.exchanges()).at(-1)!;
    assert.equal(exchange.outcome, "refused");
    assert.equal(exchange.response.status, 401);
  });

  test("a model that the token may not use", async () => {
    const token = await deployed.addToken({ models: ["gpt-5.5"] });
    const answer = await call(deployed.url, { token, body: '{"model":"gpt-6-astra"}' });
    assertError(answer, 400, "model_not_allowed");
  });

  test("a path that is not offered, and a WebSocket", async () => {
    const token = deployed.token;
    assertError(await call(deployed.url, { token, path: "/v1/files" }), 403, "route_not_allowed");
    assertError(await call(deployed.url, { token, path: "//v1/responses" }), 403, "route_not_allowed");
    assertError(await call(deployed.url, { token, method: "GET" }), 426, "websocket_not_supported");
  });

  test("nothing of an exchange that S3 will not take: the answer is whole, and the record follows with the next one", async () => {
    const before = (await deployed.exchanges()).length;
    // Two requests a try, and four tries.
    deployed.s3.trouble.add(slowDown, 8);
    const answer = await call(deployed.url, { token: deployed.token, body: '{"model":"gpt-5.5"}' });
    assert.equal(answer.status, 200);
    assert.equal((await deployed.exchanges()).length, before);
    const line = JSON.parse(await deployed.instance.logged(/archive_error/)) as Record<string, unknown>;
    assert.equal(line["ArchiveSpooled"], 1);
    assert.match(String(line["archive_error"]), /SlowDown/);
    await call(deployed.url, { token: deployed.token, body: '{"model":"gpt-5.5"}' });
    assert.equal((await deployed.exchanges()).length, before + 2);
  });

  test("an S3 that breaks one connection is tried again", async () => {
    const before = (await deployed.exchanges()).length;
    deployed.s3.trouble.add(reset);
    await call(deployed.url, { token: deployed.token, body: '{"model":"gpt-5.5"}' });
    assert.equal((await deployed.exchanges()).length, before + 1);
  });
});

suite("what the bundle says while a service of AWS is down", () => {
  const down: Trouble = { kind: "status", status: 500, code: "InternalServiceError" };

  test("without the key it is a 503 to be tried again, and the next request after the trouble is served", async (t) => {
    const deployed = await startDeployment();
    t.after(() => deployed.close());
    deployed.secrets.trouble.add(down, 3);
    const answer = await call(deployed.url, { token: deployed.token });
    assertError(answer, 503, "upstream_key_unavailable");
    assert.equal(answer.headers["retry-after"], "2");
    assert.equal((await call(deployed.url, { token: deployed.token })).status, 200);
  });

  test("without the token table it is a 503 and never a 401", async (t) => {
    const deployed = await startDeployment({ env: { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1" } });
    t.after(() => deployed.close());
    const answer = await call(deployed.url, { token: deployed.token });
    assertError(answer, 503, "token_store_unavailable");
  });
});

function assertError(answer: Answer, status: number, code: string): void {
  const { error } = JSON.parse(answer.body.toString()) as { error: Record<string, unknown> };
  assert.equal(answer.status, status);
  assert.equal(error["code"], code);
  assert.equal(error["param"], null);
  assert.match(String(error["message"]), /^codex-proxy: /);
  assert.ok(answer.headers["x-request-id"], "Codex prints it");
}
