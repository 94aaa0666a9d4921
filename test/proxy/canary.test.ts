import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { errorAnswer, jsonAnswer } from "../fakes/json-answer.ts";
import { dieAtOnce, dieInsideJson } from "../fakes/no-answer.ts";
import { madeUpKey, startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { rawRequest } from "../hosts/raw-request.ts";

/** A known token and a known key go through every path, good and bad; afterwards neither may be found anywhere. */
test("no token and no key is left in any object, ledger line, log line, error or file", async (t) => {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url, { server: { maxBodyBytes: 100_000 } });
  const { token } = proxy;
  const errors: string[] = [];
  const send = async (path: string, body: string, headers?: Record<string, string>): Promise<void> => {
    const response = await proxy.post(path, body, headers);
    const text = await response.text();
    // What the proxy says itself must not hold them; what OpenAI says passes unchanged, whatever it is.
    if (text.startsWith('{"error":{"message":"codex-proxy:'))
      errors.push(text, JSON.stringify([...response.headers]));
  };
  const echo = `You sent Bearer ${madeUpKey} for ${token}.`;
  const toolOutput = JSON.stringify({ model: "gpt-5.5", input: `token = "${token}"\nkey = ${madeUpKey}` });

  await send("/v1/responses", toolOutput);
  await send("/v1/responses", JSON.stringify({ model: "gpt-5.5", stream: true, user: token }));
  await send(`/v1/responses?token=${token}&key=${madeUpKey}`, toolOutput);
  await send("/v1/chat/completions", toolOutput);
  const everywhere = {
    authorization: `Bearer ${token}`,
    cookie: `t=${token}`,
    "x-api-key": token,
    "x-odd": `${token} ${madeUpKey}`,
    "user-agent": token,
  };
  await send("/v1/responses", toolOutput, everywhere);
  for (const answer of [
    errorAnswer(401, { message: echo, type: "invalid_request_error", code: "invalid_api_key" }),
    jsonAnswer({ output: echo }, { headers: { "x-echo": madeUpKey, "x-request-id": `req_${token}` } }),
    streamAnswer([Buffer.from(`data: {"delta":"${echo}"}\n\n`)], { ending: "die" }),
    dieAtOnce,
    dieInsideJson,
  ]) {
    openAi.answerWith(answer);
    await send("/v1/responses", toolOutput);
  }
  await send(`/v1/${token}`, toolOutput);
  // What is long is cut, at 200 letters: here before the last one of each.
  await send(`${"/v1/responses?".padEnd(155, "a")}${token}`, toolOutput);
  await send(`${"/v1/responses?".padEnd(201 - madeUpKey.length, "a")}${madeUpKey}`, toolOutput);
  await send("/v1/responses", toolOutput, { "user-agent": `${"a".repeat(155)}${token}` });
  await send("/v1/responses", toolOutput, { authorization: `Bearer ${token} x` });
  await send("/v1/responses", toolOutput, { authorization: `Bearer ${token.slice(0, -1)}` });
  await send("/v1/responses", "x".repeat(100_001));
  const models = await proxy.addToken({ userId: "bob@example.com", models: ["gpt-5.5"] });
  await send("/v1/responses", JSON.stringify({ model: token }), { authorization: `Bearer ${models}` });
  await rawRequest(
    proxy.url,
    `POST /v1/responses HTTP/1.1\r\nAuthorization: Bearer ${token}\r\n\u0000${token}`,
  );
  await proxy.admin.update(proxy.tokenHash, { enabled: false });
  await send("/v1/responses", toolOutput);

  const exchanges = await proxy.recorded(15);
  assert.ok(
    exchanges.length >= 15 && errors.length >= 12,
    `${exchanges.length} exchanges, ${errors.length / 2} errors`,
  );
  const places: [string, string][] = [
    ["an error", errors.join("\n")],
    ["a log line", proxy.logLines.join("\n")],
  ];
  for (const file of await Array.fromAsync(glob(`${proxy.dataDir}/**/*`))) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    places.push([file, file], [file, bytes.toString("latin1")]);
    if (file.endsWith(".gz")) places.push([file, gunzipSync(bytes).toString("utf8")]);
  }
  for (const [place, text] of places) {
    for (const secret of [token.slice(11, 45), models.slice(11, 45), madeUpKey.slice(0, -1)]) {
      assert.ok(!text.includes(secret), `${place} holds ${secret.startsWith("sk-") ? "the key" : "a token"}`);
    }
  }
});
