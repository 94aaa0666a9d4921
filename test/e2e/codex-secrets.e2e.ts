import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, after, before, beforeEach, suite, test } from "node:test";
import { inTurn } from "../fakes/in-turn.ts";
import { startLocalProxy } from "../fakes/local-proxy.ts";
import { execCommandCall, message, reasoning } from "../fakes/output-items.ts";
import type { ProxyUnderTest } from "../fakes/proxy-under-test.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { startDeployment } from "../runtime/deployment.ts";
import { Codex } from "./codex.ts";

const hosts = {
  "the Node server": startLocalProxy,
  "the bundle under AWS's runtime client": startDeployment,
};

/** Made up, and put together here so that no scanner takes this file for a leak. */
const secret = ["AKIA", "Q3EGRIDT5ZXWM7VB"].join("");

for (const [host, start] of Object.entries(hosts)) {
  suite(`a secret in what a tool prints, with the real Codex CLI through ${host}`, () => {
    let proxy: ProxyUnderTest;
    before(async () => (proxy = await start()));
    after(() => proxy.close());
    beforeEach(() => {
      proxy.openAi.reset();
      proxy.openAi.answerWith(
        inTurn(
          streamAnswer(responsesStream({ output: [reasoning(), execCommandCall("cat .env")] })),
          streamAnswer(responsesStream({ output: [message("I have read the file.")] })),
        ),
      );
    });

    test("redact: OpenAI gets a placeholder, and the turn works", async (t) => {
      const run = await (await withSecret(t, "redact")).exec("what is in .env?");
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /I have read the file\./);
      assert.equal(proxy.openAi.requests.length, 2);
      const sent = proxy.openAi.requests[1]!.body.toString();
      assert.match(sent, /AWS_ACCESS_KEY_ID=\[REDACTED:[0-9a-f]{10}\]/);
      assert.ok(!sent.includes(secret));
      const exchange = (await proxy.exchanges()).at(-1)!;
      assert.ok(!JSON.stringify(exchange).includes(secret));
    });

    test("block: the developer reads the sentence once, and Codex does not try again", async (t) => {
      const run = await (await withSecret(t, "block")).exec("what is in .env?");
      assert.equal(run.code, 1);
      assert.match(
        run.stderr,
        /codex-proxy: the request holds what looks like a secret: AWS [^"]* in input\[\d+\]/,
      );
      assert.doesNotMatch(run.stderr, /Reconnecting/);
      assert.equal(proxy.openAi.requests.length, 1);
      const refused = (await proxy.exchanges()).filter(({ outcome }) => outcome === "refused");
      assert.equal(refused.length, 1);
    });

    async function withSecret(t: TestContext, secretScan: "redact" | "block"): Promise<Codex> {
      const token = await proxy.addToken({ userId: "erin", secretScan });
      const codex = await Codex.setUp(proxy.url, token);
      t.after(() => codex.remove());
      await writeFile(join(codex.folder, "work/.env"), `AWS_ACCESS_KEY_ID=${secret}\n`);
      return codex;
    }
  });
}
