import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { message } from "../fakes/output-items.ts";
import { type ProxyOnPort, startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { within } from "../fakes/within.ts";

const body = JSON.stringify({ model: "gpt-5.5", stream: true, input: "a long question" });

async function start(t: TestContext): Promise<{ stream: GatedStream; proxy: ProxyOnPort }> {
  const stream = new GatedStream();
  const openAi = await FakeOpenAi.start(stream.behaviour);
  t.after(() => openAi.close());
  return { stream, proxy: await startProxyOnPort(t, openAi.url) };
}

test("while OpenAI is at work the prompt is kept, and the whole exchange takes its place", async (t) => {
  const { stream, proxy } = await start(t);
  const answered = proxy.post("/v1/responses", body).then((response) => response.text());
  const [begun] = await within("the record of the beginning", proxy.archived(1));
  assert.equal(begun?.["outcome"], "in_flight");
  assert.equal(begun?.["request"].body, body);
  assert.equal(begun?.["response"].body, null);
  assert.equal(begun?.["cost_usd"], null);

  for (const chunk of responsesStream({ model: "gpt-5.5", output: [message("done")] }))
    await stream.send(chunk);
  await stream.end();
  await answered;
  const exchanges = await proxy.recorded(1);
  assert.equal(exchanges.length, 1);
  assert.equal(exchanges[0]?.["id"], begun?.["id"]);
  assert.equal(exchanges[0]?.["outcome"], "completed");
});

test("a short exchange is written once, as what it was", async (t) => {
  const objects: Buffer[] = [];
  const put = async (_path: string, object: Buffer): Promise<boolean> => objects.push(object) > 0;
  const archive = {
    put: async (...object: [string, Buffer]) => void (await put(...object)),
    putIfAbsent: put,
  };
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url, { stores: { archive } });
  await (await proxy.post("/v1/responses", body)).text();
  await proxy.settled();
  assert.equal(objects.length, 1);
  assert.match(gunzipSync(objects[0]!).toString(), /"outcome":"completed"/);
});
