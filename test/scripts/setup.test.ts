import assert from "node:assert/strict";
import * as http from "node:http";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, suite, test } from "node:test";
import addresses from "../fixtures/setup/addresses.json" with { type: "json" };
import answers from "../fixtures/setup/answers.json" with { type: "json" };
import configs from "../fixtures/setup/configs.json" with { type: "json" };
import tokens from "../fixtures/setup/tokens.json" with { type: "json" };
import { startLocalServer } from "../fakes/local-server.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { runSetup, setupScript } from "./run-setup.ts";

const { token } = configs;
const script = readFileSync(setupScript, "utf8");

/** Something that answers as it is told, and remembers who asked with which credentials. */
async function startAnswering(t: TestContext, status: number, isOurs: boolean, body: string) {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.writeHead(status, isOurs ? { "X-Codex-Proxy-Request-Id": "1" } : {}).end(body);
  });
  const { url, close } = await startLocalServer(server);
  t.after(close);
  return { url, asked };
}

suite("setup.sh", { concurrency: 2 }, () => {
  for (const { what, text, problem } of tokens) {
    test(`given ${what}: ${problem || "takes it"}`, async (t) => {
      const home = temporaryFolder(t);
      const args = ["--url", "https://proxy.example.com", "--no-check", "--token-file", "-"];
      const { code, stdout, stderr } = await runSetup(home, args, { input: text });
      assert.equal(stderr, problem && `setup: ${problem}.\n`);
      assert.equal(code, problem === "" ? 0 : 1);
      assert.equal(existsSync(join(home, ".codex")), problem === "");
      assert.ok(text === "" || !(stdout + stderr).includes(text.trim()) || text === "hello");
    });
  }

  for (const { address, base } of addresses) {
    test(`at ${address}: ${base ?? "refused"}`, async (t) => {
      const { code, stdout } = await runSetup(temporaryFolder(t), ["--url", address, "--print-config"]);
      assert.deepEqual([code, /base_url = "(.*)"/.exec(stdout)?.[1] ?? null], [base === null ? 1 : 0, base]);
    });
  }

  for (const { what, status, ours, body, problem } of answers) {
    test(`answered by ${what}: ${problem || "done"}`, async (t) => {
      const { url, asked } = await startAnswering(t, status, ours, body);
      const home = temporaryFolder(t);
      const { code, stderr } = await runSetup(home, ["--url", url.origin, "--token-file", "-"], {
        input: token,
      });
      const expected = problem.replace("BASE_URL", `${url.origin}/v1`);
      assert.equal(stderr, expected && `setup: ${expected}. Nothing was changed.\n`);
      assert.equal(code, problem === "" ? 0 : 1);
      assert.deepEqual(asked, [`GET /v1/models Bearer ${token}`]);
      assert.equal(existsSync(join(home, ".codex")), problem === "");
    });
  }

  test("where nobody answers: one sentence, nothing written", async (t) => {
    const home = temporaryFolder(t);
    const { code, stderr } = await runSetup(home, ["--url", "http://127.0.0.1:1", "--token-file", "-"], {
      input: token,
    });
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "setup: nobody answers at http://127.0.0.1:1/v1: is the address right, and the network or VPN on? Nothing was changed.\n",
    );
    assert.deepEqual(readdirSync(home), []);
  });

  test("a problem that ends in a question has no full stop behind it", async (t) => {
    const { url } = await startAnswering(t, 403, true, '{"error":{"message":"Are you ann?"}}');
    const refused = "setup: the proxy does not let you in: Are you ann?";
    const args = ["--url", url.origin, "--token-file", "-"];
    const installed = await runSetup(temporaryFolder(t), args, { input: token });
    assert.equal(installed.stderr, `${refused} Nothing was changed.\n`);
    const used = await runSetup(temporaryFolder(t), [...args, "--usage"], { input: token });
    assert.equal(used.stderr, `${refused}\n`);
  });

  test("an OpenAI key is not sent anywhere", async (t) => {
    const { url, asked } = await startAnswering(t, 200, true, "{}");
    const key = ["sk-", "proj-abcdefghijklmnop"].join("");
    await runSetup(temporaryFolder(t), ["--url", url.origin, "--token-file", "-"], { input: key });
    assert.deepEqual(asked, []);
  });

  const ways = {
    "from the environment": { env: { CODEX_PROXY_TOKEN: token } },
    "piped into bash": { env: { CODEX_PROXY_TOKEN: token }, shell: ["bash", "-s", "--"], input: script },
    "in POSIX mode, as macOS's sh": {
      env: { CODEX_PROXY_TOKEN: token },
      shell: ["bash", "--posix", setupScript],
    },
    "as bash 3.2 reads it": { env: { CODEX_PROXY_TOKEN: token, BASH_COMPAT: "3.2" } },
  };
  for (const [way, options] of Object.entries(ways)) {
    test(`works ${way}`, async (t) => {
      const home = temporaryFolder(t);
      const { code, stderr } = await runSetup(
        home,
        ["--url", "https://proxy.example.com", "--no-check"],
        options,
      );
      assert.deepEqual([code, stderr], [0, ""]);
      assert.ok(readFileSync(join(home, ".codex/config.toml"), "utf8").includes(token));
    });
  }

  test("that arrives in part does nothing", async (t) => {
    const home = temporaryFolder(t);
    const part = script.slice(0, script.lastIndexOf("main"));
    await runSetup(home, [], { shell: ["bash", "-s", "--"], input: part, env: { CODEX_PROXY_TOKEN: token } });
    assert.deepEqual(readdirSync(home), []);
  });

  test("without a token and without a terminal says how else to give one", async (t) => {
    const { code, stderr } = await runSetup(temporaryFolder(t), ["--url", "https://proxy.example.com"]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^setup: there is no terminal to ask for the token: use --token-file or CODEX_PROXY_TOKEN\.\n$/,
    );
  });

  test("does not repeat a token that somebody gave as an argument", async (t) => {
    const { code, stderr } = await runSetup(temporaryFolder(t), [token]);
    assert.equal(code, 2);
    assert.ok(!stderr.includes(token));
  });

  test("shows what a developer has used", async (t) => {
    const body = JSON.stringify({
      user_id: "ann@example.com",
      from: "2026-11-01",
      to: "2026-11-22",
      requests: 3,
      input_tokens: 100,
      cached_input_tokens: 40,
      output_tokens: 20,
      reasoning_tokens: 5,
      total_tokens: 120,
      cost_usd: 0.125,
      models: { "gpt-5.5": 3 },
    });
    const { url, asked } = await startAnswering(t, 200, true, body);
    const { stdout } = await runSetup(
      temporaryFolder(t),
      ["--url", url.origin, "--usage", "2026-11-01", "2026-11-22", "--token-file", "-"],
      { input: token },
    );
    assert.equal(
      stdout,
      "ann@example.com, 2026-11-01 to 2026-11-22: 3 requests, 120 tokens, $0.12\ninput 100 (cached 40), output 20 (reasoning 5)\n",
    );
    assert.deepEqual(asked, [`GET /v1/usage/me?from=2026-11-01&to=2026-11-22 Bearer ${token}`]);
  });

  // Bash 3.2 is what macOS has: https://www.gnu.org/software/bash/manual/bash.html#Shell-Compatibility-Mode
  const newer = [
    /\b(mapfile|readarray|coproc)\b/,
    /\b(declare|local|typeset) -[a-z]*[Angul]/,
    /\$\{[^}]*(,,|\^\^)/,
    /\|&|&>>|;;?&/,
    /\$\{[^}]*@[A-Za-z]\}/,
    /%\(.*\)T/,
    /\[\[ -v /,
    /\b(EPOCH|BASHPID|SRANDOM)/,
    /shopt -s (globstar|lastpipe)/,
    /read [^\n]*-t 0?\./,
  ];
  for (const pattern of newer) {
    test(`has nothing like ${pattern} in it`, () => assert.doesNotMatch(script, pattern));
  }
});
