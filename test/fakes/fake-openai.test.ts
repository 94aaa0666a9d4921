import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { cutEvery } from "./cut.ts";
import { FakeOpenAi } from "./fake-openai.ts";
import { inTurn } from "./in-turn.ts";
import { errorAnswer } from "./json-answer.ts";
import { dieAtOnce } from "./no-answer.ts";
import { codeModeCall, execCommandCall, reasoning } from "./output-items.ts";
import { type RecordedMessage, recordedTraffic } from "./recorded-traffic.ts";
import { responsesStream } from "./responses-stream.ts";
import { streamAnswer } from "./stream-answer.ts";

suite("the fake OpenAI", () => {
  let openAi: FakeOpenAi;
  before(async () => (openAi = await FakeOpenAi.start()));
  after(() => openAi.close());
  beforeEach(() => openAi.reset());

  const ask = (): Promise<Response> =>
    fetch(new URL("/v1/responses?a=%2F", openAi.url), { method: "POST", body: '{"stream":true}' });

  test("a request is remembered as it came", async () => {
    await (await ask()).text();
    const [request] = openAi.requests;
    assert.equal(request?.url, "/v1/responses?a=%2F");
    assert.equal(request?.body.toString(), '{"stream":true}');
  });

  test("a stream has the same bytes however it is cut", async () => {
    const events = Buffer.concat(responsesStream({ output: [reasoning()] }));
    openAi.answerWith(streamAnswer(cutEvery(events, 7)));
    assert.equal(await (await ask()).text(), events.toString());
  });

  test("behaviours follow one another and the last one stays", async () => {
    openAi.answerWith(
      inTurn(
        errorAnswer(500, { message: "no", type: "server_error", code: null }),
        streamAnswer([Buffer.from("x")]),
      ),
    );
    const statuses = [(await ask()).status, (await ask()).status, (await ask()).status];
    assert.deepEqual(statuses, [500, 200, 200]);
  });

  test("a connection can die before a byte of the answer", async () => {
    openAi.answerWith(dieAtOnce);
    await assert.rejects(ask());
    assert.equal(openAi.requests.length, 1);
  });
});

suite("the made-up turns have the events that were recorded", () => {
  const recorded = new Map(recordedTraffic("response").map((message) => [message.name, message]));
  const made = {
    "gpt-5.5-turn1-function-call": responsesStream({ output: [reasoning(), execCommandCall("echo")] }),
    "gpt-6.1-turn1-custom-tool": responsesStream({ output: [codeModeCall("echo")] }),
  };
  for (const [name, events] of Object.entries(made)) {
    test(name, () => {
      assert.deepEqual(
        shapesOf(Buffer.concat(events)).filter(({ type }) => type !== "response.in_progress"),
        shapesOf((recorded.get(name) as RecordedMessage).body),
      );
    });
  }
});

/** Each event's type and the names of its fields, without values. */
function shapesOf(stream: Buffer): { type: unknown; fields: string[]; item: string[] }[] {
  const lines = stream.toString("utf8").match(/^data: .*$/gm) ?? [];
  return lines.map((line) => {
    const event = JSON.parse(line.slice("data: ".length)) as Record<string, object>;
    const item = event["item"] ?? event["response"] ?? {};
    return { type: event["type"], fields: Object.keys(event).sort(), item: Object.keys(item).sort() };
  });
}
