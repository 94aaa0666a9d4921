import assert from "node:assert/strict";
import { once } from "node:events";
import * as net from "node:net";
import { suite, test } from "node:test";
import { hash } from "node:crypto";
import { call } from "../fakes/caller.ts";
import { makeDeveloperToken } from "../fakes/developer-token.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { startLocalProxy } from "../fakes/local-proxy.ts";
import { message } from "../fakes/output-items.ts";
import { plausibleAnswer } from "../fakes/plausible-answer.ts";
import { startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { within } from "../fakes/within.ts";

suite("a caller who leaves before his request is whole", () => {
  const { token, record } = makeDeveloperToken();

  test("while his token is being looked up: the exchange ends, and so does the wait for it", async (t) => {
    const asked = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const tokens = {
      async find(tokenHash: string) {
        asked.resolve();
        await gate.promise;
        return tokenHash === hash("sha256", token) ? record : undefined;
      },
    };
    const proxy = await startLocalProxy({ stores: { tokens } });
    t.after(() => proxy.close());
    await sendHalf(proxy.url, asked.promise);
    // The server has seen the connection go once it answers another one.
    assert.equal((await call(proxy.url, { method: "GET", path: "/health" })).status, 200);
    gate.resolve();
    await within("the exchange to be over", proxy.settled());
    assert.equal((await proxy.exchanges()).at(-1)?.outcome, "client_closed");
    assert.equal(proxy.openAi.requests.length, 0);
  });

  test("in the middle of his body: nothing is sent on", async (t) => {
    const asked = Promise.withResolvers<void>();
    const tokens = {
      async find() {
        asked.resolve();
        return record;
      },
    };
    const proxy = await startLocalProxy({ stores: { tokens } });
    t.after(() => proxy.close());
    await sendHalf(proxy.url, asked.promise);
    await within("the exchange to be over", proxy.settled());
    assert.equal(proxy.openAi.requests.length, 0);
  });

  async function sendHalf(proxy: URL, until: Promise<void>): Promise<void> {
    const socket = net.connect(Number(proxy.port), proxy.hostname);
    socket.write(
      `POST /v1/responses HTTP/1.1\r\nhost: proxy\r\nauthorization: Bearer ${token}\r\ncontent-length: 1000\r\n\r\n{"mod`,
    );
    await within("the token to be looked up", until);
    socket.destroy();
    await once(socket, "close");
  }
});

for (const [name, answer] of [
  ["stream", streamAnswer(responsesStream({ model: "gpt-5.5", output: [message("hi")] }))],
  ["whole answer", plausibleAnswer],
] as const) {
  test(`drain: who leaves before a ${name} has begun is recorded as gone, with the usage that OpenAI reports`, async (t) => {
    const arrived = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const openAi = await FakeOpenAi.start(async (request, response) => {
      arrived.resolve();
      await gate.promise;
      await answer(request, response);
    });
    t.after(() => openAi.close());
    const proxy = await startProxyOnPort(t, openAi.url, { onDisconnect: "drain" });
    const calling = new AbortController();
    const called = fetch(new URL("/v1/responses", proxy.url), {
      method: "POST",
      headers: { authorization: `Bearer ${proxy.token}` },
      body: '{"model":"gpt-5.5"}',
      signal: calling.signal,
    });
    await within("the request", arrived.promise);
    calling.abort();
    await assert.rejects(called);
    await new Promise((resolve) => setTimeout(resolve, 100));
    gate.resolve();
    await within("the exchange to be over", proxy.settled());
    const [exchange] = await proxy.recorded(1);
    assert.equal(exchange?.["outcome"], "client_closed");
    assert.equal(exchange?.["usage"].source, "reported");
  });
}
