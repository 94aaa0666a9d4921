import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { call } from "../fakes/caller.ts";
import { errorAnswer, jsonAnswer } from "../fakes/json-answer.ts";
import { type LocalProxy, startLocalProxy } from "../fakes/local-proxy.ts";
import { assertGolden } from "../fakes/golden.ts";
import { runScript } from "./run-script.ts";

suite("check-response-origin", () => {
  let proxy: LocalProxy;
  let logFile: string;
  before(async () => {
    proxy = await startLocalProxy();
    const ask = async (status: number, message: string, code: string, token = proxy.token) => {
      proxy.openAi.answerWith(
        status === 200
          ? jsonAnswer({ output: message })
          : errorAnswer(status, { message, type: "server_error", code }),
      );
      await call(proxy.url, { token, body: '{"model":"gpt-5.5"}' });
    };
    await ask(500, "The server had an error", "server_error");
    await ask(429, "Rate limit reached for gpt-5.5", "rate_limit_exceeded");
    await ask(200, "all is well, though high demand stands here", "x");
    await ask(400, 'The "model" is unknown', "model_not_found", await proxy.addToken({ userId: "bob" }));
    await ask(200, "", "", await proxy.addToken({ userId: "dave", enabled: false }));
    await call(proxy.url, { body: "{}" });
    await proxy.settled();
    logFile = join(proxy.dataDir, "log.txt");
    writeFileSync(logFile, proxy.log.map((line) => `2026-11-22T10:00:00Z ${line}\n`).join(""));
  });
  after(() => proxy.close());

  const check = (...args: string[]) =>
    runScript("check-response-origin", [...args, "--local", proxy.dataDir]);
  const found = async (...args: string[]) => JSON.parse((await check(...args, "--json")).stdout);

  for (const [shown, verdict, statuses] of [
    ["We’re currently experiencing high demand, which may cause temporary errors.", "openai", [500]],
    ["exceeded retry limit, last status: 429 Too Many Requests, request id: x", "openai", [429]],
    ["RATE LIMIT REACHED", "openai", [429]],
    ['the "model" is unknown', "openai", [400]],
    ["unexpected status 401 Unauthorized: codex-proxy: the proxy token", "proxy", [401]],
    ["token_disabled", "proxy", [401]],
    ["stream closed before response.completed", "neither", []],
    ["something nobody ever said", "neither", []],
  ] as const) {
    test(`${JSON.stringify(shown)}: ${verdict}`, async () => {
      const finding = await found(shown);
      assert.equal(finding.verdict, verdict);
      assert.deepEqual(
        finding.matches.map((match: { status: number }) => match.status),
        statuses,
      );
    });
  }

  test("a refusal of somebody unknown stands in the log alone, and is found there", async () => {
    const finding = await found("no proxy token came", "--log", logFile);
    assert.deepEqual([finding.verdict, finding.refusals_in_log], ["proxy", { invalid_proxy_token: 1 }]);
  });

  test("a person's exchanges are told from the others'", async () => {
    const finding = await found("model", "--user", "bob");
    assert.deepEqual([finding.exchanges, finding.matches.length, finding.matches[0].user_id], [1, 1, "bob"]);
  });

  test("the answer is a sentence, the reason and a table", async () => {
    const screens = [
      await check("high demand"),
      await check("nobody said this"),
      await check("token_disabled"),
    ];
    assertGolden("check-response-origin", screens.map(({ stdout }) => stdout).join("\n"));
  });

  test("too little text, or a folder without records, is said in one line", async () => {
    assert.equal((await check("ab")).code, 2);
    const { code, stderr } = await runScript("check-response-origin", ["error", "--local", "/nowhere"]);
    assert.equal(code, 1);
    assert.match(stderr, /^check-response-origin: there are no records in \/nowhere[^\n]*\n$/);
  });
});
