import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, suite, test } from "node:test";
import { call, open } from "../fakes/caller.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { sayNothing } from "../fakes/no-answer.ts";
import { message } from "../fakes/output-items.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { waitFor } from "../fakes/trouble.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

suite("a stream through the bundle under AWS's runtime client", () => {
  let deployed: Deployment;
  before(async () => (deployed = await startDeployment()));
  after(() => deployed.close());
  beforeEach(() => deployed.openAi.reset());
  afterEach(async () => {
    const health = await call(deployed.url, { method: "GET", path: "/health" });
    assert.equal(health.status, 200, "the same process answers the next request");
    assert.ok(deployed.instance.isAlive);
  });

  const events = responsesStream({ output: [message("one by one")] });
  const ask = { body: '{"model":"gpt-5.5","stream":true}' };

  test("each event reaches the caller before OpenAI has sent the next", async () => {
    const upstream = new GatedStream();
    deployed.openAi.answerWith(upstream.behaviour);
    const answering = open(deployed.url, { ...ask, token: deployed.token });
    const [first, ...others] = events as [Buffer, ...Buffer[]];
    await upstream.send(first);
    const answer = await answering;
    await answer.read(first);
    for (const event of others) {
      await upstream.send(event);
      await answer.read(event);
    }
    await upstream.end();
    assert.equal((await answer.rest()).length, 0);
  });

  test("the caller has the end of the answer before anything is recorded", async () => {
    const gate = Promise.withResolvers<void>();
    deployed.s3.trouble.add(waitFor(gate.promise));
    deployed.openAi.answerWith(streamAnswer(events));
    const before = await deployed.exchanges();
    const answer = await call(deployed.url, { ...ask, token: deployed.token });
    assert.deepEqual(answer.body, Buffer.concat(events));
    assert.equal(deployed.s3.objects("codex-proxy-logs").size, before.length);
    gate.resolve();
    assert.equal((await deployed.exchanges()).length, before.length + 1);
  });

  test("an empty answer ends, with the least that a Function URL can carry", async () => {
    deployed.openAi.answerWith(sayNothing);
    const answer = await call(deployed.url, { ...ask, token: deployed.token });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.toString().trim(), "");
    const exchange = (await deployed.exchanges()).at(-1);
    assert.equal(exchange?.outcome, "upstream_error");
    assert.equal(exchange?.response.body, "");
  });

  test("a caller who hangs up is not noticed: the answer is read to its end and recorded whole", async () => {
    const upstream = new GatedStream();
    deployed.openAi.answerWith(upstream.behaviour);
    const answering = open(deployed.url, { ...ask, token: deployed.token });
    await upstream.send(events[0]!);
    const answer = await answering;
    await answer.read(events[0]!);
    answer.hangUp();
    for (const event of events.slice(1)) await upstream.send(event);
    await upstream.end();
    const exchange = (await deployed.exchanges()).at(-1);
    assert.equal(exchange?.outcome, "completed");
    assert.equal(exchange?.response.body, Buffer.concat(events).toString());
  });

  test("an answer of 20 MB comes whole", async () => {
    const long = "event: response.output_text.delta\ndata: ".padEnd(64 * 1024, "long ") + "\n\n";
    const chunks = Array.from({ length: 320 }, () => Buffer.from(long));
    deployed.openAi.answerWith(streamAnswer([...chunks, events.at(-1)!]));
    const answer = await call(deployed.url, { ...ask, token: deployed.token });
    assert.ok(answer.body.equals(Buffer.concat([...chunks, events.at(-1)!])));
  });
});
