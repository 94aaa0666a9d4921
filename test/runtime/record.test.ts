import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { after, before, suite, test } from "node:test";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { call } from "../fakes/caller.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

suite("what the bundle leaves behind under AWS's runtime client", () => {
  let deployed: Deployment;
  before(async () => (deployed = await startDeployment()));
  after(() => deployed.close());

  test("one object for each exchange, under its day and token, as docs/storage.md has it", async () => {
    const body = '{"model":"gpt-5.5","stream":true,"input":"Grüße"}';
    const answer = await call(deployed.url, { token: deployed.token, body });
    const exchange = (await deployed.exchanges()).at(-1)!;
    const tokenId = hash("sha256", deployed.token).slice(0, 12);
    const [year, month, day] = exchange.time.slice(0, 10).split("-");

    assert.equal(
      exchange.path,
      `logs/year=${year}/month=${month}/day=${day}/token=${tokenId}/${exchange.id}.json.gz`,
    );
    assert.match(exchange.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(exchange.id, answer.headers["x-codex-proxy-request-id"]);
    assert.equal(exchange.v, 1);
    assert.equal(exchange.user_id, "alice@example.com");
    assert.equal(exchange.token_id, tokenId);
    assert.equal(exchange.team, "core");
    assert.equal(exchange.outcome, "completed");
    assert.equal(exchange.model, "gpt-5.5");
    assert.equal(exchange.stream, true);
    assert.equal(exchange.service_tier, "default");
    assert.deepEqual(exchange.usage, {
      input_tokens: 1234,
      cached_input_tokens: 1024,
      cache_write_tokens: 0,
      output_tokens: 56,
      reasoning_tokens: 12,
      source: "reported",
    });
    assert.ok((exchange.cost_usd ?? 0) > 0);
    assert.deepEqual(Object.keys(exchange.timing), ["auth_ms", "first_byte_ms", "total_ms"]);
    assert.equal(exchange.request.body, body);
    assert.equal(exchange.response.status, 200);
    assert.equal(exchange.response.body, answer.body.toString());
    assert.deepEqual(Object.keys(exchange).slice(-2), ["request", "response"]);
  });

  test("counters that add up over the exchanges of one developer", async () => {
    const token = await deployed.addToken({ userId: "carol" });
    for (const stream of [true, false]) {
      const body = JSON.stringify({ model: "gpt-6.1-sol", stream });
      await call(deployed.url, { token, body, headers: [["originator", "codex_exec"]] });
    }
    const lines = (await deployed.ledger()).filter(({ series }) => series.userId === "carol");
    assert.equal(sum(lines.map(({ counters }) => counters.requests)), 2);
    assert.equal(sum(lines.map(({ counters }) => counters.input_tokens)), 2 * 1234);
    assert.equal(sum(lines.map(({ counters }) => counters.output_tokens)), 2 * 56);
    assert.equal(lines[0]?.day, utcDay(Date.now()));
    assert.equal(lines[0]?.series.model, "gpt-6.1-sol");
    assert.equal(lines[0]?.series.client, "exec");
  });

  test("a request of 5.5 MB arrives whole and is recorded whole", async () => {
    const image = `data:image/png;base64,${Buffer.alloc(4_000_000, "image").toString("base64")}`;
    const body = JSON.stringify({ model: "gpt-5.5", input: image }).padEnd(5.5 * 1024 * 1024);
    const headers = [["content-type", "application/json"]] as const;
    const answer = await call(deployed.url, { token: deployed.token, body, headers });
    assert.equal(answer.status, 200);
    assert.ok(deployed.openAi.requests.at(-1)?.body.equals(Buffer.from(body)));
    assert.equal((await deployed.exchanges()).at(-1)?.request.body, body);
  });

  test("bytes that are no text arrive as they are and are kept as base64", async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
    await call(deployed.url, { token: deployed.token, body });
    assert.deepEqual(deployed.openAi.requests.at(-1)?.body, body);
    const exchange = (await deployed.exchanges()).at(-1)!;
    assert.deepEqual(exchange.request.body, { base64: body.toString("base64") });
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
