import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, after, before, beforeEach, suite, test } from "node:test";
import { inTurn } from "../fakes/in-turn.ts";
import { startLocalProxy } from "../fakes/local-proxy.ts";
import { type OutputItem, codeModeCall, execCommandCall, message, reasoning } from "../fakes/output-items.ts";
import type { Behaviour } from "../fakes/fake-openai.ts";
import type { ProxyUnderTest } from "../fakes/proxy-under-test.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { startDeployment } from "../runtime/deployment.ts";
import { Codex } from "./codex.ts";

const hosts = {
  "the Node server": startLocalProxy,
  "the bundle under AWS's runtime client": startDeployment,
};

/** One pixel. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

for (const [host, start] of Object.entries(hosts)) {
  suite(`the real Codex CLI through ${host}`, () => {
    let proxy: ProxyUnderTest;
    before(async () => (proxy = await start()));
    after(() => proxy.close());
    beforeEach(() => proxy.openAi.reset());

    test("a turn of text: the developer reads the answer, and the exchange is recorded", async (t) => {
      proxy.openAi.answerWith(turn(message("Good morning from upstream.")));
      const run = await (await setUp(t)).exec("say hello");
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /Good morning from upstream\./);
      assert.equal(proxy.openAi.requests.length, 1);
      assert.equal(proxy.openAi.requests[0]?.headers["authorization"], `Bearer ${proxy.key}`);
      const exchange = (await proxy.exchanges()).at(-1)!;
      assert.equal(exchange.outcome, "completed");
      assert.equal(exchange.request.body, proxy.openAi.requests[0]?.body.toString());
      const lines = await proxy.ledger();
      assert.ok(lines.some(({ series }) => series.client === "exec"));
    });

    const tools = { "gpt-5.5": execCommandCall, "gpt-6.1-sol": codeModeCall };
    for (const [model, callTool] of Object.entries(tools)) {
      test(`a turn with a tool on ${model}: two requests, the second with what the tool printed`, async (t) => {
        const call = callTool("echo from-tool-$((40+2))");
        proxy.openAi.answerWith(inTurn(turn(reasoning(), call), turn(message("The tool has spoken."))));
        const run = await (await setUp(t)).exec("-m", model, "use the tool");
        assert.equal(run.code, 0, run.stderr);
        assert.match(run.stdout, /The tool has spoken\./);
        assert.equal(proxy.openAi.requests.length, 2);
        const output = inputOf(proxy.openAi.requests[1]!.body).find(
          (item) => item["type"] === `${call.type}_output`,
        );
        assert.equal(output?.["call_id"], call["call_id"]);
        assert.match(JSON.stringify(output), /from-tool-42/);
        assert.deepEqual(
          (await proxy.exchanges()).slice(-2).map(({ outcome }) => outcome),
          ["completed", "completed"],
        );
      });
    }

    test("a turn with an image: it arrives as the developer's own bytes", async (t) => {
      const codex = await setUp(t);
      const image = join(codex.folder, "pixel.png");
      await writeFile(image, Buffer.from(png, "base64"));
      const run = await codex.exec("-i", image, "--", "what is this?");
      assert.equal(run.code, 0, run.stderr);
      const body = proxy.openAi.requests[0]!.body.toString();
      assert.match(body, /"type":"input_image"/);
      assert.ok(body.includes(`data:image/png;base64,${png}`));
      assert.equal((await proxy.exchanges()).at(-1)?.request.body, body);
    });

    test("a conversation taken up again: the whole of it is sent", async (t) => {
      const codex = await setUp(t);
      proxy.openAi.answerWith(turn(message("I shall remember the word heron.")));
      await codex.exec("remember the word heron");
      const run = await codex.exec("resume", "--last", "which word?");
      assert.equal(run.code, 0, run.stderr);
      assert.equal(proxy.openAi.requests.length, 2);
      const sent = JSON.stringify(inputOf(proxy.openAi.requests[1]!.body));
      assert.match(sent, /remember the word heron.*I shall remember the word heron\..*which word\?/);
    });

    test("a disabled token: the developer reads what to do, and OpenAI hears nothing", async (t) => {
      const token = await proxy.addToken({ userId: "dave", enabled: false });
      const run = await (await setUp(t, token)).exec("say hello");
      assert.equal(run.code, 1);
      assert.match(
        run.stderr,
        /401 Unauthorized: codex-proxy: the proxy token [0-9a-f]{12} is disabled\. Ask your administrator/,
      );
      assert.equal(proxy.openAi.requests.length, 0);
    });

    test("a stream that breaks: Codex says why, tries again and finishes", async (t) => {
      const events = responsesStream({ output: [message("This will not be finished.")] });
      const broken = streamAnswer(events.slice(0, 6), { ending: "die" });
      proxy.openAi.answerWith(inTurn(broken, turn(message("Now it is."))));
      const run = await (await setUp(t)).exec("say hello");
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /Now it is\./);
      assert.match(run.stderr, /Reconnecting\.\.\. 1\/5/);
      assert.deepEqual(
        (await proxy.exchanges()).slice(-2).map(({ outcome }) => outcome),
        ["upstream_error", "completed"],
      );
    });

    async function setUp(t: TestContext, token = proxy.token): Promise<Codex> {
      const codex = await Codex.setUp(proxy.url, token);
      t.after(() => codex.remove());
      return codex;
    }
  });
}

function turn(...output: readonly OutputItem[]): Behaviour {
  return streamAnswer(responsesStream({ output }));
}

function inputOf(body: Buffer): Record<string, unknown>[] {
  return (JSON.parse(body.toString()) as { input: Record<string, unknown>[] }).input;
}
