import assert from "node:assert/strict";
import * as http from "node:http";
import { type TestContext, test } from "node:test";
import { eventsFromStart } from "../../lambda/domain/sse.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { message } from "../fakes/output-items.ts";
import { type ProxyOnPort, startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { within } from "../fakes/within.ts";

const body = JSON.stringify({ model: "gpt-5.5", stream: true, input: "hi" });
const chunks = responsesStream({
  model: "gpt-5.5-2026-04-24",
  output: [message("Hello there, this is a text.")],
});

async function start(t: TestContext): Promise<{ openAi: FakeOpenAi; proxy: ProxyOnPort }> {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  return { openAi, proxy: await startProxyOnPort(t, openAi.url) };
}

/** A caller that reads what comes and can hang up when he likes. */
function call(proxy: ProxyOnPort): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL("/v1/responses", proxy.url), {
      method: "POST",
      headers: { authorization: `Bearer ${proxy.token}` },
    });
    request.on("error", reject);
    request.on("response", resolve);
    request.end(body);
  });
}

async function nextChunk(response: http.IncomingMessage): Promise<string> {
  response.resume();
  return within(
    "a chunk",
    new Promise((resolve) => response.once("data", (chunk) => resolve(String(chunk)))),
  );
}

test("a stream is recorded with the usage, the model as served and the tier as answered", async (t) => {
  const { openAi, proxy } = await start(t);
  openAi.answerWith(streamAnswer(chunks));
  const response = await proxy.post("/v1/responses", body);
  const text = await response.text();
  assert.equal(text, Buffer.concat(chunks).toString());
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "completed");
  assert.equal(exchange?.["model"], "gpt-5.5-2026-04-24");
  assert.equal(exchange?.["service_tier"], "default");
  assert.equal(exchange?.["usage"].source, "reported");
  assert.equal(exchange?.["stream"], true);
  assert.equal(exchange?.["response"].body, text);
  assert.equal(exchange?.["request"].body, body);
  assert.ok(exchange?.["cost_usd"] > 0);
});

test("each chunk goes out before the next one has come", async (t) => {
  const { openAi, proxy } = await start(t);
  const stream = new GatedStream();
  openAi.answerWith(stream.behaviour);
  const calling = call(proxy);
  await stream.send(Buffer.from("data: 1\n\n"));
  const response = await within("the response's head", calling);
  assert.equal(await nextChunk(response), "data: 1\n\n");
  const second = nextChunk(response);
  await stream.send(Buffer.from("data: 2\n\n"));
  assert.equal(await second, "data: 2\n\n");
  await stream.end();
});

for (const [name, count] of [
  ["before its first event", 0],
  ["between two events", 3],
] as const) {
  test(`a stream that breaks ${name} ends in response.failed, and cleanly`, async (t) => {
    const { openAi, proxy } = await start(t);
    openAi.answerWith(streamAnswer(chunks.slice(0, count), { ending: "die" }));
    const text = await (await proxy.post("/v1/responses", body)).text();
    const last = JSON.parse([...eventsFromStart(Buffer.from(text))].at(-1)!) as Record<string, any>; // eslint-disable-line
    assert.equal(last["type"], "response.failed");
    assert.match(last["response"].error.message, /^codex-proxy: /);
    const [exchange] = await proxy.recorded(1);
    assert.equal(exchange?.["outcome"], "upstream_error");
    assert.equal(exchange?.["usage"].source, "estimated");
    assert.equal(exchange?.["response"].body, text);
  });
}

test("a stream that breaks in the middle of an event ends in a response.failed that can still be read", async (t) => {
  const { openAi, proxy } = await start(t);
  const all = Buffer.concat(chunks);
  const cut = all.indexOf('"delta":') + 12;
  openAi.answerWith(streamAnswer([all.subarray(0, cut)], { ending: "die" }));
  const text = await (await proxy.post("/v1/responses", body)).text();
  assert.ok(text.startsWith(all.subarray(0, cut).toString()));
  const last = JSON.parse([...eventsFromStart(Buffer.from(text))].at(-1)!) as { type: string };
  assert.equal(last.type, "response.failed");
});

test("a stream that ends cleanly but early is passed as it is, and recorded as what it was", async (t) => {
  const { openAi, proxy } = await start(t);
  openAi.answerWith(streamAnswer(chunks.slice(0, -1)));
  const text = await (await proxy.post("/v1/responses", body)).text();
  assert.equal(text, Buffer.concat(chunks.slice(0, -1)).toString());
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "upstream_error");
  assert.equal(exchange?.["usage"].source, "estimated");
  assert.ok(exchange?.["usage"].output_tokens > 0);
  assert.equal(exchange?.["model"], "gpt-5.5-2026-04-24");
});

test("a connection that breaks after the terminal event is a success", async (t) => {
  const { openAi, proxy } = await start(t);
  openAi.answerWith(streamAnswer(chunks, { ending: "die" }));
  const text = await (await proxy.post("/v1/responses", body)).text();
  assert.equal(text, Buffer.concat(chunks).toString());
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "completed");
  assert.equal(exchange?.["usage"].source, "reported");
});

test("a caller who hangs up after the terminal event, as Codex does, has been served", async (t) => {
  const { openAi, proxy } = await start(t);
  const stream = new GatedStream();
  openAi.answerWith(stream.behaviour);
  const calling = call(proxy);
  await stream.send(Buffer.concat(chunks));
  const response = await within("the response's head", calling);
  await nextChunk(response);
  response.destroy();
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "completed");
  assert.equal(exchange?.["usage"].source, "reported");
});

test("a caller who hangs up in the middle is recorded as gone, with what had come, estimated", async (t) => {
  const { openAi, proxy } = await start(t);
  const stream = new GatedStream();
  openAi.answerWith(stream.behaviour);
  const calling = call(proxy);
  await stream.send(Buffer.concat(chunks.slice(0, -1)));
  const response = await within("the response's head", calling);
  await nextChunk(response);
  response.destroy();
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "client_closed");
  assert.equal(exchange?.["usage"].source, "estimated");
  assert.ok(exchange?.["usage"].output_tokens > 0);
});

test("a caller who hangs up while OpenAI thinks is recorded as gone, with what he asked, estimated", async (t) => {
  const { openAi, proxy } = await start(t);
  const asked = Promise.withResolvers<void>();
  openAi.answerWith(() => asked.resolve());
  const request = http.request(new URL("/v1/responses", proxy.url), {
    method: "POST",
    headers: { authorization: `Bearer ${proxy.token}` },
  });
  request.on("error", () => {});
  request.end(body);
  await within("OpenAI to be asked", asked.promise);
  request.destroy();
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "client_closed");
  assert.equal(exchange?.["usage"].source, "estimated");
  assert.ok(exchange?.["usage"].input_tokens > 0);
  assert.equal(exchange?.["usage"].output_tokens, 0);
});

test("drain: a caller who hangs up in the middle is recorded as gone, with the usage that OpenAI reports", async (t) => {
  const stream = new GatedStream();
  const openAi = await FakeOpenAi.start(stream.behaviour);
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url, { onDisconnect: "drain" });
  const calling = call(proxy);
  await stream.send(Buffer.concat(chunks.slice(0, 3)));
  const response = await within("the response's head", calling);
  await nextChunk(response);
  response.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await stream.send(Buffer.concat(chunks.slice(3)));
  await stream.end();
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "client_closed");
  assert.equal(exchange?.["usage"].source, "reported");
  assert.equal(exchange?.["response"].body, Buffer.concat(chunks).toString());
});

test("a stream is one however OpenAI spells its content type", async (t) => {
  const { openAi, proxy } = await start(t);
  openAi.answerWith(streamAnswer(chunks, { headers: { "content-type": "Text/Event-Stream" } }));
  await (await proxy.post("/v1/responses", body)).text();
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["stream"], true);
  assert.equal(exchange?.["usage"].source, "reported");
});

test("a caller who reads slowly holds OpenAI back instead of filling the memory", async (t) => {
  const { openAi, proxy } = await start(t);
  const event = Buffer.from(`data: ${"x".repeat(65_526)}\n\n`);
  const total = 800;
  let written = 0;
  openAi.answerWith(async (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (; written < total; written++) {
      if (!response.write(event)) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
  });
  const response = await within("the response's head", call(proxy));
  response.pause();
  const before = await settled(() => written);
  assert.ok(
    before < total / 2,
    `${before} of ${total} chunks were taken from OpenAI for a caller who read none`,
  );
  let received = 0;
  for await (const chunk of response) received += (chunk as Buffer).length;
  assert.equal(received, total * event.length);
});

test("chat completions are passed and counted, streamed or not", async (t) => {
  const { proxy } = await start(t);
  const ask = { model: "gpt-5.5", messages: [] };
  await (await proxy.post("/v1/chat/completions", JSON.stringify(ask))).text();
  await (
    await proxy.post(
      "/v1/chat/completions",
      JSON.stringify({ ...ask, stream: true, stream_options: { include_usage: true } }),
    )
  ).text();
  await (await proxy.post("/v1/chat/completions", JSON.stringify({ ...ask, stream: true }))).text();
  const exchanges = await proxy.recorded(3);
  assert.deepEqual(
    exchanges.map((exchange) => [exchange["outcome"], exchange["stream"], exchange["usage"].source]),
    [
      ["completed", false, "reported"],
      ["completed", true, "reported"],
      ["completed", true, "estimated"],
    ],
  );
});

test("a compaction is passed and counted", async (t) => {
  const { proxy } = await start(t);
  assert.equal(
    (await proxy.post("/v1/responses/compact", JSON.stringify({ model: "gpt-5.5", input: [] }))).status,
    200,
  );
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "completed");
  assert.equal(exchange?.["usage"].source, "reported");
});

test("the models list is passed, and costs nothing", async (t) => {
  const { proxy } = await start(t);
  const headers = { authorization: `Bearer ${proxy.token}` };
  const response = await fetch(new URL("/v1/models?client_version=0.169.0", proxy.url), { headers });
  assert.equal(((await response.json()) as { object: string }).object, "list");
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "completed");
  assert.equal(exchange?.["cost_usd"], 0);
  assert.equal(exchange?.["request"].path, "/v1/models?client_version=0.169.0");
});

test("LOG_BODIES=metadata keeps everything but the two bodies", async (t) => {
  const openAi = await FakeOpenAi.start(streamAnswer(chunks));
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url, { logBodies: "metadata" });
  await (await proxy.post("/v1/responses", body)).text();
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["request"].body, null);
  assert.equal(exchange?.["response"].body, null);
  assert.equal(exchange?.["usage"].source, "reported");
});

/** The value once it has stopped changing for a while. */
async function settled(read: () => number): Promise<number> {
  let value = -1;
  while (value !== read()) {
    value = read();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return value;
}
