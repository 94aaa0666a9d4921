import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, suite, test } from "node:test";
import { call } from "../fakes/caller.ts";
import { dieAtOnce, dieInsideJson, staySilent } from "../fakes/no-answer.ts";
import { errorAnswer } from "../fakes/json-answer.ts";
import { message } from "../fakes/output-items.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

suite("an OpenAI that breaks, behind the bundle under AWS's runtime client", () => {
  let deployed: Deployment;
  // The function keeps the last 15 s of its time for recording: one second is left for OpenAI.
  before(async () => (deployed = await startDeployment({ timeoutMs: 16_500 })));
  after(() => deployed.close());
  beforeEach(() => deployed.openAi.reset());
  afterEach(async () => {
    deployed.openAi.reset();
    const next = await call(deployed.url, { token: deployed.token, body: '{"model":"gpt-5.5"}' });
    assert.equal(next.status, 200, "the same process answers the next request");
    assert.ok(deployed.instance.isAlive);
  });

  const events = responsesStream({ output: [message("this will break")] });
  const ask = { body: '{"model":"gpt-5.5","stream":true}' };

  for (const [how, behaviour] of Object.entries({ dieAtOnce, dieInsideJson })) {
    test(`before an answer can be begun (${how}) it is a 502 that says so`, async () => {
      deployed.openAi.answerWith(behaviour);
      const answer = await call(deployed.url, { ...ask, token: deployed.token });
      assert.equal(answer.status, 502);
      assert.equal(errorOf(answer.body).code, "upstream_unreachable");
      assert.equal((await deployed.exchanges()).at(-1)?.outcome, "upstream_error");
      assert.equal(deployed.openAi.requests.length, 1, "nothing is sent twice");
    });
  }

  test("in the middle of an event, the stream ends cleanly with a failed event of its own", async () => {
    const sent = Buffer.concat(events).subarray(0, -100);
    deployed.openAi.answerWith(streamAnswer([sent], { ending: "die" }));
    const answer = await call(deployed.url, { ...ask, token: deployed.token });
    assert.equal(answer.status, 200);
    assert.ok(answer.body.subarray(0, sent.length).equals(sent));
    const added = answer.body.subarray(sent.length).toString();
    assert.match(added, /^\n\nevent: response\.failed\ndata: [^\n]+\n\n$/);
    assert.equal(lastEvent(added).response.error.code, "upstream_unreachable");

    const exchange = (await deployed.exchanges()).at(-1)!;
    assert.equal(exchange.outcome, "upstream_error");
    assert.equal(exchange.usage["source"], "estimated");
    assert.equal(exchange.response.body, answer.body.toString());
  });

  test("after its last event, nobody is told", async () => {
    deployed.openAi.answerWith(streamAnswer(events, { ending: "die" }));
    const answer = await call(deployed.url, { ...ask, token: deployed.token });
    assert.deepEqual(answer.body, Buffer.concat(events));
    assert.equal((await deployed.exchanges()).at(-1)?.outcome, "completed");
  });

  test("an error of OpenAI's own passes as it is, and is recorded", async () => {
    const error = { message: "Rate limit reached", type: "requests", code: "rate_limit_exceeded" };
    deployed.openAi.answerWith(errorAnswer(429, error));
    const answer = await call(deployed.url, { ...ask, token: deployed.token });
    assert.equal(answer.status, 429);
    assert.deepEqual(errorOf(answer.body), { ...error, param: null });
    assert.equal((await deployed.exchanges()).at(-1)?.response.status, 429);
  });

  test("silence before the first byte becomes a 504 while the function still has time to record it", async () => {
    deployed.openAi.answerWith(staySilent);
    const answer = await call(deployed.url, { ...ask, token: deployed.token });
    assert.equal(answer.status, 504);
    assert.equal(errorOf(answer.body).code, "upstream_timeout");
    assert.equal((await deployed.exchanges()).at(-1)?.outcome, "upstream_error");
  });

  test("a stream that outlasts the function's time is ended by the one code that Codex does not repeat", async () => {
    deployed.openAi.answerWith(streamAnswer(events.slice(0, 3), { ending: "hang" }));
    const answer = await call(deployed.url, { ...ask, token: deployed.token });
    assert.equal(lastEvent(answer.body.toString()).response.error.code, "invalid_prompt");
    assert.equal((await deployed.exchanges()).at(-1)?.outcome, "deadline");
  });
});

function errorOf(body: Buffer): { code: string } {
  return (JSON.parse(body.toString()) as { error: { code: string } }).error;
}

function lastEvent(stream: string): { response: { error: { code: string } } } {
  const data = stream.match(/^data: .*$/gm)?.at(-1) ?? "";
  return JSON.parse(data.slice("data: ".length)) as { response: { error: { code: string } } };
}
