import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { message } from "../fakes/output-items.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { runScript } from "../scripts/run-script.ts";
import { runSetup } from "../scripts/run-setup.ts";
import { startedServer } from "../scripts/started-server.ts";
import { Codex } from "./codex.ts";

/** From a token to a working Codex, and out again: an admin's commands, setup.sh and the real CLI. */

const user = "ann@example.com";

test("a token, setup.sh, and Codex works; a switch of the admin's holds from the next request on", async (t) => {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  openAi.answerWith(streamAnswer(responsesStream({ output: [message("Good morning.")] })));
  const server = await startedServer(t, ["--upstream-url", openAi.url.origin], {
    env: { OPENAI_API_KEY: ["sk-", "fake-key-of-the-organisation"].join("") },
  });
  const tokens = async (...args: string[]) => {
    const run = await runScript("tokens", [...args, "--local", server.dataDir]);
    assert.equal(run.code, 0, run.stderr);
    return run.stdout;
  };
  const codex = await Codex.inFreshHome();
  t.after(() => codex.remove());
  const setUp = async (input: string) => {
    const args = ["--url", server.url.origin, "--token-file", "-"];
    const run = await runSetup(codex.folder, args, { input });
    assert.equal(run.code, 0, run.stderr);
  };
  const answers = async () => {
    const run = await codex.exec("say hello");
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /Good morning\./);
  };
  const isRefused = async (words: RegExp) => {
    const run = await codex.exec("say hello");
    assert.equal(run.code, 1);
    assert.match(run.stderr, words);
  };

  await setUp(await tokens("add", "--user", user));
  await answers();

  await tokens("disable", user, "--why", "lost laptop");
  await isRefused(
    /401 Unauthorized: codex-proxy: the proxy token [0-9a-f]{12} is disabled\. Ask your administrator/,
  );
  await tokens("enable", user);
  await answers();

  const rotated = JSON.parse(await tokens("rotate", user, "--json")) as { token: string; token_id: string };
  await answers();
  await setUp(rotated.token);
  await answers();
  const onlyNew = JSON.parse(await tokens("rotate", rotated.token_id, "--grace", "0h", "--json")) as {
    token: string;
  };
  await isRefused(/401 Unauthorized: codex-proxy: the proxy token [0-9a-f]{12} expired at /);
  await setUp(onlyNew.token);
  await answers();
});
