import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  PermissionDeniedError,
} from "openai";
import { startLocalProxy } from "../fakes/local-proxy.ts";
import { dieAtOnce, staySilent } from "../fakes/no-answer.ts";
import { message } from "../fakes/output-items.ts";
import type { ProxyUnderTest } from "../fakes/proxy-under-test.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { chatCompletionStream } from "../fakes/chat-completion.ts";
import { startDeployment } from "../runtime/deployment.ts";

const greeting = "Hello from the fake OpenAI, Grüße 🌍.";

function sdk(proxy: ProxyUnderTest, apiKey: string = proxy.token): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${proxy.url.origin}/v1`, maxRetries: 0 });
}

const hosts = {
  "the Node server": startLocalProxy,
  "the bundle under AWS's runtime client": startDeployment,
};

for (const [host, start] of Object.entries(hosts)) {
  suite(`OpenAI's own SDK through ${host}`, () => {
    let proxy: ProxyUnderTest;
    let client: OpenAI;
    before(async () => {
      proxy = await start();
      client = sdk(proxy);
    });
    after(() => proxy.close());
    beforeEach(() => proxy.openAi.reset());

    test("responses.create", async () => {
      const response = await client.responses.create({ model: "gpt-5.5", input: "hi" });
      assert.equal(response.output_text, greeting);
      assert.equal(response.usage?.total_tokens, 1290);
      assert.match(response._request_id ?? "", /^req_fake_/);
    });

    test("responses.create as a stream", async () => {
      const stream = await client.responses.create({ model: "gpt-5.5", input: "hi", stream: true });
      let text = "";
      for await (const event of stream)
        text += event.type === "response.output_text.delta" ? event.delta : "";
      assert.equal(text, greeting);
      assert.equal((await proxy.exchanges()).at(-1)?.outcome, "completed");
    });

    test("responses.stream", async () => {
      const final = await client.responses.stream({ model: "gpt-5.5", input: "hi" }).finalResponse();
      assert.equal(final.output_text, greeting);
    });

    test("chat.completions.create", async () => {
      const messages = [{ role: "user" as const, content: "hi" }];
      const completion = await client.chat.completions.create({ model: "gpt-5.5", messages });
      assert.equal(completion.choices[0]?.message.content, greeting);
      assert.equal((await proxy.exchanges()).at(-1)?.usage["output_tokens"], 5);
    });

    test("chat.completions.create as a stream, with the usage it asks for", async () => {
      const stream = await client.chat.completions.create({
        model: "gpt-5.5",
        messages: [{ role: "user", content: "hi" }],
        stream: true,
        stream_options: { include_usage: true },
      });
      let text = "";
      let tokens = 0;
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? "";
        tokens = chunk.usage?.total_tokens ?? tokens;
      }
      assert.equal(text, greeting);
      assert.equal(tokens, 25);
      const exchange = (await proxy.exchanges()).at(-1);
      assert.equal(exchange?.outcome, "completed");
      assert.equal(exchange?.usage["source"], "reported");
    });

    test("models.list and models.retrieve", async () => {
      const { data } = await client.models.list();
      assert.deepEqual(
        data.map(({ id }) => id),
        ["gpt-5.5", "gpt-6.1-sol"],
      );
      assert.equal((await client.models.retrieve("gpt-5.5")).id, "gpt-5.5");
    });

    test("a wrong, a disabled and an expired token raise AuthenticationError", async () => {
      const disabled = await proxy.addToken({ enabled: false });
      const expired = await proxy.addToken({ expiresAt: "2020-01-01T00:00:00Z" });
      const codes = {
        wrong: "invalid_proxy_token",
        [disabled]: "token_disabled",
        [expired]: "token_expired",
      };
      for (const [apiKey, code] of Object.entries(codes)) {
        await assertRaises(sdk(proxy, apiKey).models.list(), AuthenticationError, 401, code);
      }
    });

    test("a route that is not offered raises PermissionDeniedError", async () => {
      await assertRaises(client.files.list(), PermissionDeniedError, 403, "route_not_allowed");
    });

    test("a model that is not allowed raises BadRequestError", async () => {
      const limited = sdk(proxy, await proxy.addToken({ models: ["gpt-5.5"] }));
      const asking = limited.responses.create({ model: "gpt-6-astra", input: "hi" });
      await assertRaises(asking, BadRequestError, 400, "model_not_allowed");
    });

    test("an OpenAI that can't be reached raises InternalServerError, with a request id to quote", async () => {
      proxy.openAi.answerWith(dieAtOnce);
      const error = await assertRaises(
        client.models.list(),
        InternalServerError,
        502,
        "upstream_unreachable",
      );
      assert.equal(error.requestID, (await proxy.exchanges()).at(-1)?.id);
    });

    test("a stream of responses that breaks ends in its failed event", async () => {
      const events = responsesStream({ output: [message(greeting)] });
      proxy.openAi.answerWith(streamAnswer(events.slice(0, 5), { ending: "die" }));
      const stream = await client.responses.create({ model: "gpt-5.5", input: "hi", stream: true });
      const types: string[] = [];
      for await (const event of stream) types.push(event.type);
      assert.equal(types.at(-1), "response.failed");
    });

    test("a stream of chat completions that breaks raises APIError with the reason", async () => {
      const events = chatCompletionStream(greeting, "gpt-5.5", false);
      proxy.openAi.answerWith(streamAnswer(events.slice(0, 3), { ending: "die" }));
      const stream = await client.chat.completions.create({
        model: "gpt-5.5",
        messages: [{ role: "user", content: "hi" }],
        stream: true,
      });
      const reading = (async () => {
        for await (const chunk of stream) assert.ok(chunk.id);
      })();
      await assert.rejects(reading, (error: APIError) => error.code === "upstream_unreachable");
    });
  });
}

suite("OpenAI's own SDK, when something behind the proxy is missing", () => {
  const fail = async (): Promise<never> => {
    throw new Error("out of order");
  };

  test("a body that is too large raises APIError with status 413", async (t) => {
    const proxy = await startLocalProxy({ server: { maxBodyBytes: 1000 } });
    t.after(() => proxy.close());
    const asking = sdk(proxy).responses.create({ model: "gpt-5.5", input: "x".repeat(2000) });
    await assertRaises(asking, APIError, 413, "request_too_large");
  });

  test("a token store that can't be asked raises InternalServerError, never AuthenticationError", async (t) => {
    const proxy = await startLocalProxy({ stores: { tokens: { find: fail } } });
    t.after(() => proxy.close());
    await assertRaises(sdk(proxy).models.list(), InternalServerError, 503, "token_store_unavailable");
  });

  test("a key that can't be had raises InternalServerError", async (t) => {
    const proxy = await startLocalProxy({ stores: { keys: { get: fail, renew: fail } } });
    t.after(() => proxy.close());
    await assertRaises(sdk(proxy).models.list(), InternalServerError, 503, "upstream_key_unavailable");
  });

  test("an OpenAI that says nothing raises InternalServerError", async (t) => {
    const proxy = await startLocalProxy({ firstByteTimeoutMs: 100 });
    t.after(() => proxy.close());
    proxy.openAi.answerWith(staySilent);
    await assertRaises(sdk(proxy).models.list(), InternalServerError, 504, "upstream_timeout");
  });
});

async function assertRaises(
  asking: PromiseLike<unknown>,
  type: abstract new (...args: never[]) => APIError,
  status: number,
  code: string,
): Promise<APIError> {
  const error = await Promise.resolve(asking).then(
    () => assert.fail("no error was raised"),
    (raised: unknown) => raised as APIError,
  );
  assert.equal(error.constructor, type);
  assert.equal(error.status, status);
  assert.equal(error.code, code);
  assert.match(error.message, /codex-proxy: /);
  return error;
}
