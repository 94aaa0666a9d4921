import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { LambdaFunctionURLEvent } from "aws-lambda";
import { call } from "../fakes/caller.ts";
import { FunctionUrl } from "./function-url.ts";
import { LambdaInstance } from "./lambda-instance.ts";

const bundle = fileURLToPath(new URL("../fixtures/functions/misbehaving.mjs", import.meta.url));

suite("the stand-in for a Function URL is as strict as AWS", () => {
  let instance: LambdaInstance;
  let front: FunctionUrl;
  before(async () => {
    instance = await LambdaInstance.start({ bundle, env: {} });
    front = await FunctionUrl.start(instance);
  });
  after(async () => {
    await front.close();
    await instance.stop();
  });

  for (const path of ["/no-prelude", "/ends-without-writing", "/throws-before"]) {
    test(`a function that misses the prelude (${path}) is a 502`, async () => {
      assert.equal((await call(front.url, { path })).status, 502);
    });
  }

  test("a function that fails in the middle leaves its caller with half an answer", async () => {
    await assert.rejects(call(front.url, { path: "/throws-after" }), { code: "ECONNRESET" });
  });

  test("headers that the front owns arrive under another name", async () => {
    const { headers, body } = await call(front.url, { path: "/owned-headers" });
    assert.equal(headers["www-authenticate"], undefined);
    assert.equal(headers["x-amzn-remapped-www-authenticate"], "Bearer");
    assert.equal(headers["x-amzn-remapped-content-length"], "1");
    assert.equal(headers["x-own"], "kept");
    assert.equal(body.toString(), "body");
  });

  test("cookies of the answer become headers", async () => {
    const { headers } = await call(front.url, { path: "/cookies" });
    assert.equal(headers["set-cookie"], "a=1, b=2");
  });

  test("text stands in the event as it is, headers joined, cookies apart, the caller's address by the front", async () => {
    const event = await echo([
      ["Content-Type", "application/json"],
      ["X-Twice", "a"],
      ["x-twice", "b"],
      ["Cookie", "a=1; b=2"],
      ["X-Forwarded-For", "1.2.3.4"],
      ["Connection", "keep-alive"],
    ]);
    assert.equal(event.body, "Grüße");
    assert.equal(event.isBase64Encoded, false);
    assert.equal(event.headers["x-twice"], "a,b");
    assert.equal(event.headers["cookie"], undefined);
    assert.equal(event.headers["connection"], undefined);
    assert.deepEqual(event.cookies, ["a=1", "b=2"]);
    assert.equal(event.headers["x-forwarded-for"], "127.0.0.1");
    assert.equal(event.rawQueryString, "q=%2F&q=2");
  });

  test("a body that is no text stands in the event as base64", async () => {
    const event = await echo([["Content-Type", "application/octet-stream"]]);
    assert.equal(event.body, Buffer.from("Grüße").toString("base64"));
    assert.equal(event.isBase64Encoded, true);
  });

  test("an event above 6 MB is refused before the function is called", async () => {
    const body = Buffer.alloc(6 * 1024 * 1024 + 200, "x");
    const answer = await call(front.url, {
      path: "/echo-event",
      headers: [["content-type", "text/plain"]],
      body,
    });
    assert.equal(answer.status, 413);
  });

  test("a function that dies takes nothing down but its own answer", async () => {
    const short = await LambdaInstance.start({ bundle, env: {} });
    const shortFront = await FunctionUrl.start(short);
    const answers = [
      await call(shortFront.url, { path: "/dies" }),
      await call(shortFront.url, { path: "/dies" }),
    ];
    await shortFront.close();
    await short.stop();
    assert.deepEqual(
      answers.map(({ status }) => status),
      [502, 502],
    );
  });

  async function echo(headers: readonly (readonly [string, string])[]): Promise<LambdaFunctionURLEvent> {
    const answer = await call(front.url, { path: "/echo-event?q=%2F&q=2", headers, body: "Grüße" });
    return JSON.parse(answer.body.toString()) as LambdaFunctionURLEvent;
  }
});
