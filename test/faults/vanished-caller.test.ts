import assert from "node:assert/strict";
import { once } from "node:events";
import { type Socket, connect } from "node:net";
import { type TestContext, test } from "node:test";
import { limits } from "../../lambda/domain/limits.ts";
import type { Behaviour } from "../fakes/fake-openai.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { openAiHeaders } from "../fakes/openai-headers.ts";
import { type ProxyOnPort, startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { within } from "../fakes/within.ts";
import { recordedEvents } from "./recorded-events.ts";

/** A laptop whose lid was closed: no FIN and no reset, and nothing is taken of what is sent to it. */
async function vanish(t: TestContext, proxy: ProxyOnPort): Promise<Socket> {
  const socket = connect(Number(proxy.url.port), proxy.url.hostname);
  t.after(() => socket.destroy());
  await once(socket, "connect");
  const body = '{"model":"gpt-5.5","stream":true}';
  socket.write(
    `POST /v1/responses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${proxy.token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  return socket.pause();
}

async function start(t: TestContext, behaviour: Behaviour): Promise<ProxyOnPort> {
  const openAi = await FakeOpenAi.start(behaviour);
  t.after(() => openAi.close());
  return startProxyOnPort(t, openAi.url, { server: { callerSilenceTimeoutMs: 300 } });
}

test("a caller who vanishes without a word in the middle of a long stream is given up, and OpenAI with him", async (t) => {
  const stopped = Promise.withResolvers<void>();
  const proxy = await start(t, (_request, response) => {
    response.writeHead(200, { ...openAiHeaders(), "content-type": "text/event-stream" });
    const more = (): void => {
      while (response.write(`data: "${"x".repeat(60_000)}"\n\n`));
    };
    response.on("drain", more);
    response.on("close", stopped.resolve);
    more();
  });
  await vanish(t, proxy);
  await within("OpenAI's stream to be ended", stopped.promise);
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "client_closed");
});

test("a caller who vanishes before a short answer costs nothing of its record", async (t) => {
  const proxy = await start(t, streamAnswer(recordedEvents));
  await vanish(t, proxy);
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "completed");
  assert.equal(exchange["response"].body, String(Buffer.concat(recordedEvents)));
});

test("nobody is given up for the silence of OpenAI", () => {
  assert.ok(limits.callerSilenceTimeoutMs > limits.firstByteTimeoutMs);
  assert.ok(limits.callerSilenceTimeoutMs > limits.streamIdleTimeoutMs);
});
