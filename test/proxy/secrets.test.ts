import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { type ProxyOnPort, startProxyOnPort } from "../fakes/proxy-on-port.ts";

/** Made up, and put together here so that no scanner takes this file for a leak. */
const secret = ["AKIA", "Q3EGRIDT5ZXWM7VB"].join("");
const toolOutput = `$ cat .env\nAWS_ACCESS_KEY_ID=${secret}\n`;
const body = JSON.stringify({
  model: "gpt-5.5",
  input: [
    { role: "user", content: "what is in .env?" },
    { type: "function_call_output", call_id: "call_1", output: toolOutput },
  ],
});

type Mode = "off" | "flag" | "redact" | "block";

async function start(
  t: Parameters<typeof startProxyOnPort>[0],
  secretScan: Mode,
): Promise<{ openAi: FakeOpenAi; proxy: ProxyOnPort }> {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  return { openAi, proxy: await startProxyOnPort(t, openAi.url, { secretScan }) };
}

const sentTo = (openAi: FakeOpenAi): string => openAi.requests[0]?.body.toString("utf8") ?? "";

test("off: nothing is looked for", async (t) => {
  const { openAi, proxy } = await start(t, "off");
  assert.equal((await proxy.post("/v1/responses", body)).status, 200);
  assert.equal(sentTo(openAi), body);
  const [exchange] = await proxy.recorded(1);
  assert.deepEqual(exchange?.["findings"], []);
  assert.equal(exchange?.["request"].body, body);
});

test("off: not even unpacked, so that a body nobody can read passes", async (t) => {
  const { openAi, proxy } = await start(t, "off");
  const headers = { authorization: `Bearer ${proxy.token}`, "content-encoding": "gzip" };
  assert.equal((await proxy.post("/v1/responses", "no gzip", headers)).status, 200);
  assert.equal(sentTo(openAi), "no gzip");
});

test("flag: the request passes unchanged, the finding is recorded, and the archive does not become the leak", async (t) => {
  const { openAi, proxy } = await start(t, "flag");
  assert.equal((await proxy.post("/v1/responses", body)).status, 200);
  assert.equal(sentTo(openAi), body);
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["findings"].length, 1);
  assert.equal(exchange?.["findings"][0].action, "flag");
  assert.equal(exchange?.["findings"][0].count, 1);
  assert.match(exchange?.["request"].body, /AWS_ACCESS_KEY_ID=\[REDACTED:[0-9a-f]{10}\]/);
  assert.ok(!JSON.stringify(exchange).includes(secret));
  assert.ok(!proxy.logLines.join("").includes(secret));
  assert.ok(proxy.logLines.join("").includes('"SecretFindings":1'));
});

test("redact: OpenAI gets valid JSON without the secret, the same each turn", async (t) => {
  const { openAi, proxy } = await start(t, "redact");
  await proxy.post("/v1/responses", body);
  await proxy.post("/v1/responses", body);
  assert.ok(!sentTo(openAi).includes(secret));
  assert.equal(openAi.requests[1]?.body.toString("utf8"), sentTo(openAi));
  const sent = JSON.parse(sentTo(openAi)) as { input: { output?: string }[] };
  assert.match(sent.input[1]?.output ?? "", /^\$ cat \.env\nAWS_ACCESS_KEY_ID=\[REDACTED:[0-9a-f]{10}\]\n$/);
  assert.equal(openAi.requests[0]?.headers["content-length"], String(openAi.requests[0]?.body.length));
  const [exchange] = await proxy.recorded(2);
  assert.equal(exchange?.["request"].body, sentTo(openAi));
  assert.equal(exchange?.["findings"][0].action, "redact");
});

test("block: the request is refused with 400, which says what and where, and never what it was", async (t) => {
  const { openAi, proxy } = await start(t, "block");
  const response = await proxy.post("/v1/responses", body);
  assert.equal(response.status, 400);
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  assert.equal(error.code, "secret_detected");
  assert.match(error.message, /AWS.* in input\[1\]/);
  assert.ok(!error.message.includes(secret));
  assert.equal(openAi.requests.length, 0);
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "refused");
  assert.equal(exchange?.["findings"][0].action, "block");
  assert.ok(!JSON.stringify(exchange).includes(secret));
});

test("a test key with the marker on its line passes", async (t) => {
  const { openAi, proxy } = await start(t, "block");
  const marked = JSON.stringify({ input: `AWS_ACCESS_KEY_ID=${secret} # codex-proxy:allow` });
  assert.equal((await proxy.post("/v1/responses", marked)).status, 200);
  assert.equal(sentTo(openAi), marked);
});

test("a token's own mode goes before the deployment's", async (t) => {
  const { openAi, proxy } = await start(t, "flag");
  const strict = await proxy.addToken({ userId: "bob@example.com", secretScan: "block" });
  const response = await proxy.post("/v1/responses", body, { authorization: `Bearer ${strict}` });
  assert.equal(response.status, 400);
  assert.equal(openAi.requests.length, 0);
});

test("a compressed body is searched as it is meant, and goes out as it came", async (t) => {
  const { openAi, proxy } = await start(t, "flag");
  const compressed = gzipSync(body);
  const headers = { authorization: `Bearer ${proxy.token}`, "content-encoding": "gzip" };
  assert.equal((await proxy.post("/v1/responses", compressed, headers)).status, 200);
  assert.ok(openAi.requests[0]?.body.equals(compressed));
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["findings"][0].action, "flag");
  assert.ok(!JSON.stringify(exchange).includes(secret));
});

test("a compressed body in which nothing was found is archived as it came", async (t) => {
  const { proxy } = await start(t, "flag");
  const compressed = gzipSync('{"model":"gpt-5.5","input":"what is in .env?"}');
  const headers = { authorization: `Bearer ${proxy.token}`, "content-encoding": "gzip" };
  await proxy.post("/v1/responses", compressed, headers);
  const [exchange] = await proxy.recorded(1);
  assert.deepEqual(exchange?.["findings"], []);
  assert.deepEqual(exchange?.["request"].body, { base64: compressed.toString("base64") });
});

for (const mode of ["redact", "block"] as const) {
  test(`${mode}: a compressed body with a secret, or one that can't be decoded, is refused`, async (t) => {
    const { openAi, proxy } = await start(t, mode);
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    for (const [bytes, encoding] of [
      [gzipSync(body), "gzip"],
      [Buffer.from("this is not gzip"), "gzip"],
      [Buffer.from(body), "unheard-of"],
      [bomb, "gzip"],
    ] as const) {
      const headers = { authorization: `Bearer ${proxy.token}`, "content-encoding": encoding };
      const response = await proxy.post("/v1/responses", bytes, headers);
      assert.equal(response.status, 400);
    }
    assert.equal(openAi.requests.length, 0);
  });
}

test("bytes that are neither JSON nor UTF-8 are searched as they are", async (t) => {
  const { openAi, proxy } = await start(t, "block");
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(`\nkey=${secret}\n`),
    Buffer.from([0x80]),
  ]);
  assert.equal((await proxy.post("/v1/responses", bytes)).status, 400);
  assert.equal(openAi.requests.length, 0);
});

test("flag: a body that can't be decoded passes, and that it was not searched is counted", async (t) => {
  const { openAi, proxy } = await start(t, "flag");
  const headers = { authorization: `Bearer ${proxy.token}`, "content-encoding": "unheard-of" };
  assert.equal((await proxy.post("/v1/responses", body, headers)).status, 200);
  assert.equal(sentTo(openAi), body);
  await proxy.recorded(1);
  assert.ok(proxy.logLines.join("").includes('"SecretScansUnfinished":1'));
});

test("flag: a body that takes too long to search passes, and that is counted; one that does not is not", async (t) => {
  const { proxy } = await start(t, "flag");
  const costly = "kind: Secret\n".repeat(80_000);
  assert.equal((await proxy.post("/v1/responses", body)).status, 200);
  await proxy.recorded(1);
  assert.ok(!proxy.logLines.join("").includes("SecretScansUnfinished"));
  assert.equal((await proxy.post("/v1/responses", costly)).status, 200);
  await proxy.recorded(2);
  assert.ok(proxy.logLines.join("").includes('"SecretScansUnfinished":1'));
});

test("a key that can't be read is said to be what is missing, though fingerprints need it first", async (t) => {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const unreadable = (): Promise<never> => Promise.reject(new Error("AccessDenied"));
  const proxy = await startProxyOnPort(t, openAi.url, {
    stores: { keys: { get: unreadable, renew: unreadable } },
    secretScan: "redact",
  });
  const response = await proxy.post("/v1/responses", body);
  assert.equal(response.status, 503);
  assert.match(await response.text(), /upstream_key_unavailable/);
  assert.equal(openAi.requests.length, 0);
});

test("what was refused before it was searched is not kept", async (t) => {
  const { openAi, proxy } = await start(t, "flag");
  const token = await proxy.addToken({ userId: "bob@example.com", models: ["gpt-6.1"] });
  const response = await proxy.post("/v1/responses", body, { authorization: `Bearer ${token}` });
  assert.match(await response.text(), /model_not_allowed/);
  assert.equal(openAi.requests.length, 0);
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "refused");
  assert.equal(exchange?.["request"].body, null);
});

test("a body that came while the key could not be read is not kept: nobody could tell whether it holds it", async (t) => {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const unreadable = (): Promise<never> => Promise.reject(new Error("AccessDenied"));
  const keys = { get: unreadable, renew: unreadable };
  const proxy = await startProxyOnPort(t, openAi.url, { stores: { keys }, secretScan: "flag" });
  assert.equal((await proxy.post("/v1/responses", body)).status, 503);
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["request"].body, null);
});

test("block: the organisation's key is not kept either, whatever it looks like", async (t) => {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const key = "a key like no rule knows";
  const proxy = await startProxyOnPort(t, openAi.url, { key, secretScan: "block" });
  const leaking = JSON.stringify({ model: "gpt-5.5", input: `${toolOutput} and ${key}` });
  assert.equal((await proxy.post("/v1/responses", leaking)).status, 400);
  const [exchange] = await proxy.recorded(1);
  assert.match(exchange?.["request"].body, /AWS_ACCESS_KEY_ID=\[REDACTED:/);
  assert.ok(!JSON.stringify(exchange).includes(key));
});
