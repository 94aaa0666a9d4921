import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { startLocalServer } from "../fakes/local-server.ts";
import { madeUpKey } from "../fakes/proxy-on-port.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { within } from "../fakes/within.ts";
import { finished, runScript, startScript } from "./run-script.ts";
import { startedServer } from "./started-server.ts";

const tokenShape = /codexproxy_[0-9A-Za-z]{46}/;
const body = JSON.stringify({ model: "gpt-5.5", input: "hi" });

async function fakeOpenAi(t: TestContext): Promise<FakeOpenAi> {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  return openAi;
}

const post = (url: URL, path: string, token: string): Promise<Response> =>
  fetch(new URL(path, url), { method: "POST", body, headers: { authorization: `Bearer ${token}` } });

test("a first start without a key says so, shows a token once with the config.toml, and answers from the simulator", async (t) => {
  const server = await startedServer(t, []);
  assert.match(server.stderr(), new RegExp(`listens on ${server.url.origin}`));
  assert.match(server.stderr(), /SIMULATOR/);
  assert.match(server.stderr(), new RegExp(`base_url = "${server.url.origin}/v1"`));
  assert.match(server.stderr(), /wire_api = "responses"/);
  const token = tokenShape.exec(server.stderr())![0];
  const response = await post(server.url, "/v1/responses", token);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("x-codex-proxy-upstream"), "simulator");
  await within("the record", appeared(join(server.dataDir, "logs")));
  assert.doesNotMatch(server.stdout(), tokenShape);
});

test("a second start shows no token", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const first = await startedServer(t, ["--http-shutdown"], { dataDir });
  const ended = finished(first.script);
  assert.equal((await fetch(new URL("/shutdown", first.url))).status, 200);
  assert.equal((await ended).code, 0);
  const second = await startedServer(t, [], { dataDir });
  assert.doesNotMatch(second.stderr(), tokenShape);
});

test("the key from the environment goes out in place of the token", async (t) => {
  const openAi = await fakeOpenAi(t);
  const server = await startedServer(t, ["--upstream-url", openAi.url.origin], {
    env: { OPENAI_API_KEY: madeUpKey },
  });
  const token = tokenShape.exec(server.stderr())![0];
  assert.equal((await post(server.url, "/v1/responses", token)).status, 200);
  assert.equal(openAi.requests[0]?.headers["authorization"], `Bearer ${madeUpKey}`);
});

for (const [name, pieces] of [
  ["a line end", [`${madeUpKey}\n`]],
  ["CR LF", [`${madeUpKey}\r\n`]],
  ["the end of the input", [madeUpKey]],
  ["more lines behind it", [`${madeUpKey}\nanother line\n`]],
  ["pieces of one byte", [...madeUpKey, "\n"]],
] as const) {
  test(`the key is read from standard input, ended by ${name}`, async (t) => {
    const openAi = await fakeOpenAi(t);
    const folder = temporaryFolder(t);
    const infoFile = join(folder, "info.json");
    const args = ["--no-tokens", "--key-stdin", "--port", "0", "--server-info", infoFile];
    const script = startScript("start", [...args, "--upstream-url", openAi.url.origin]);
    t.after(() => script.kill("SIGKILL"));
    for (const piece of pieces) {
      script.stdin.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    script.stdin.end();
    await within("the server to listen", appeared(infoFile));
    const { port } = JSON.parse(readFileSync(infoFile, "utf8")) as { port: number };
    await fetch(`http://127.0.0.1:${port}/v1/responses`, { method: "POST", body });
    assert.equal(openAi.requests[0]?.headers["authorization"], `Bearer ${madeUpKey}`);
  });
}

for (const [name, input] of [
  ["nothing", ""],
  ["an empty line", "\n"],
  ["a space", "sk-made up\n"],
  ["a quote", '"sk-made-up"\n'],
  ["a letter that no key has", "sk-é\n"],
  ["a NUL", "sk-\0made-up\n"],
  ["a line without end", "a".repeat(5000)],
] as const) {
  test(`a key that is ${name} is refused without being shown`, async (t) => {
    const args = ["--no-tokens", "--key-stdin", "--port", "0", "--data-dir", join(temporaryFolder(t), "d")];
    const { code, stderr, stdout } = await runScript("start", args, { input });
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^start: the key on standard input .* expected one line of letters.*\n$/);
    assert.ok(!stderr.includes("made"));
  });
}

test("a key in the environment with a line break in it is refused", async (t) => {
  const { code, stderr } = await runScript(
    "start",
    ["--port", "0", "--data-dir", join(temporaryFolder(t), "d")],
    {
      env: { OPENAI_API_KEY: "sk-made-up\nx-evil: 1" },
    },
  );
  assert.equal(code, 1);
  assert.match(stderr, /^start: OPENAI_API_KEY is not usable: expected one line/);
});

test("strict mode offers one route to anybody on this machine, and keeps nothing", async (t) => {
  const openAi = await fakeOpenAi(t);
  const server = await startedServer(t, ["--no-tokens", "--key-stdin", "--upstream-url", openAi.url.origin], {
    input: `${madeUpKey}\n`,
    dataDir: false,
  });
  const ask = (method: string, path: string): Promise<Response> =>
    fetch(new URL(path, server.url), { method, ...(method === "POST" && { body }) });
  assert.equal((await ask("POST", "/v1/responses")).status, 200);
  for (const [method, path] of [
    ["POST", "/v1/responses?x=1"],
    ["POST", "/v1/responses/"],
    ["POST", "/v1/chat/completions"],
    ["GET", "/v1/responses"],
    ["GET", "/v1/models"],
    ["GET", "/health"],
    ["GET", "/shutdown"],
  ] as const) {
    assert.equal((await ask(method, path)).status, 403, `${method} ${path}`);
  }
  assert.equal(openAi.requests.length, 1);
  assert.match(server.stderr(), /Exchanges are not recorded/);
  assert.deepEqual(readdirSync(".").includes(".codex-proxy"), existsSync(".codex-proxy"));
});

test("strict mode with a data directory records for this machine's user", async (t) => {
  const openAi = await fakeOpenAi(t);
  const server = await startedServer(t, ["--no-tokens", "--upstream-url", openAi.url.origin], {
    env: { OPENAI_API_KEY: madeUpKey },
  });
  assert.equal((await fetch(new URL("/v1/responses", server.url), { method: "POST", body })).status, 200);
  await within("the record", appeared(join(server.dataDir, "logs")));
});

test("strict mode listens on loopback only", async () => {
  const { code, stderr } = await runScript("start", ["--no-tokens", "--host", "0.0.0.0", "--port", "0"]);
  assert.equal(code, 2);
  assert.match(stderr, /^start: --no-tokens listens on loopback only/);
});

test("GET /shutdown ends the server with 0, where it was asked for", async (t) => {
  const server = await startedServer(t, ["--http-shutdown"]);
  const ended = finished(server.script);
  assert.equal((await fetch(new URL("/shutdown", server.url))).status, 200);
  assert.equal((await ended).code, 0);
});

test("SIGTERM ends the server with 0", async (t) => {
  const server = await startedServer(t, []);
  const ended = finished(server.script);
  server.script.kill("SIGTERM");
  assert.equal((await ended).code, 0);
});

test("the server info names the port and the process", async (t) => {
  const server = await startedServer(t, []);
  assert.equal(server.pid, server.script.pid);
  assert.equal((await fetch(new URL("/health", server.url))).status, 200);
});

test("a start that failed takes no first token with it: the next one shows it", async (t) => {
  const taken = await startLocalServer(createServer());
  t.after(() => taken.close());
  const dataDir = join(temporaryFolder(t), "d");
  const failed = [
    ["--port", taken.url.port],
    ["--port", "0", "--server-info", "/nowhere/at/all.json"],
  ];
  for (const args of failed) {
    const { code } = await runScript("start", [...args, "--data-dir", dataDir]);
    assert.equal(code, 1);
  }
  const server = await startedServer(t, [], { dataDir });
  assert.match(server.stderr(), /Your proxy token, shown only now: codexproxy_/);
});

test("a port in use is said in one sentence", async (t) => {
  const taken = await startLocalServer(createServer());
  t.after(() => taken.close());
  const args = ["--port", taken.url.port, "--data-dir", join(temporaryFolder(t), "d")];
  const { code, stderr } = await runScript("start", args);
  assert.equal(code, 1);
  assert.match(stderr, /^start: port \d+ is in use; choose another with --port.*\n$/);
});

test("a data directory that can't be made is said in one sentence", async (t) => {
  const file = join(temporaryFolder(t), "file");
  writeFileSync(file, "");
  const { code, stderr } = await runScript("start", ["--port", "0", "--data-dir", join(file, "below")]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^start: the data directory .* can't be written \(ENOTDIR\); mend that, or choose another\n$/,
  );
});

test("a database file that is none is said in one sentence", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, "codex-proxy.db"),
    "this is not a database, though it is long enough to be taken for one".repeat(99),
  );
  const { code, stderr } = await runScript("start", ["--port", "0", "--data-dir", folder]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^start: .*codex-proxy\.db can't be opened \(file is not a database\); mend that, .*\n$/,
  );
});

test("a server info file that can't be written is said in one sentence", async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "is-a-folder"));
  const args = ["--port", "0", "--data-dir", join(folder, "d"), "--server-info", join(folder, "is-a-folder")];
  const { code, stderr } = await runScript("start", args);
  assert.equal(code, 1);
  assert.match(stderr, /^start: .* can't be written; name another file with --server-info\n$/);
});

for (const args of [
  ["--port", "x"],
  ["--port", "70000"],
  ["--nonsense"],
  ["--store", "s3"],
  ["--upstream-url", "ftp://x"],
  ["--upstream-url", "https://user:pass@x"],
]) {
  test(`wrong usage (${args.join(" ")}) ends with 2 and no stack`, async () => {
    const { code, stderr } = await runScript("start", args);
    assert.equal(code, 2);
    assert.doesNotMatch(stderr, / {2}at /);
  });
}

test("--help ends with 0 and names every option", async () => {
  const { code, stdout } = await runScript("start", ["--help"]);
  assert.equal(code, 0);
  for (const option of [
    "--port",
    "--host",
    "--server-info",
    "--http-shutdown",
    "--upstream-url",
    "--data-dir",
    "--key-stdin",
    "--no-tokens",
    "--store",
  ]) {
    assert.ok(stdout.includes(option), option);
  }
});

test("--store aws names every setting that is missing", async () => {
  const { code, stderr } = await runScript("start", ["--port", "0", "--store", "aws"]);
  assert.equal(code, 1);
  for (const name of ["TOKENS_TABLE", "USAGE_TABLE", "LOGS_BUCKET", "OPENAI_SECRET_ID"])
    assert.ok(stderr.includes(name), name);
});

async function appeared(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
  chmodSync(path, 0o700);
}
