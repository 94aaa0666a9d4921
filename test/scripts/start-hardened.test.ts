import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { hardenedEnvironment } from "../../scripts/start/harden-process.ts";
import { madeUpKey } from "../fakes/proxy-on-port.ts";
import { type StartedServer, startedServer } from "./started-server.ts";

/** The rest of this file looks at a process as only Linux shows it. */
const onLinux = { skip: process.platform !== "linux" };

function start(t: TestContext): Promise<StartedServer> {
  return startedServer(t, ["--no-tokens", "--key-stdin", "--upstream-url", "http://127.0.0.1:1"], {
    env: { NODE_OPTIONS: "--no-deprecation", LD_LIBRARY_PATH: "/nowhere", OPENAI_API_KEY: madeUpKey },
    input: `${madeUpKey}\n`,
    dataDir: false,
  });
}

const proc = (server: StartedServer, file: string): string =>
  readFileSync(`/proc/${server.pid}/${file}`, "utf8");

test("the environment that is kept can load no code into the process, and holds no key", () => {
  const env = {
    LD_PRELOAD: "x",
    DYLD_INSERT_LIBRARIES: "x",
    NODE_OPTIONS: "x",
    OPENAI_API_KEY: "x",
    HOME: "/h",
  };
  assert.deepEqual(hardenedEnvironment(env), { HOME: "/h" });
});

test(
  "strict mode runs without core dumps, loaders, key or arguments to be seen, under its first process id",
  onLinux,
  async (t) => {
    const server = await start(t);
    assert.equal(server.pid, server.script.pid);
    assert.match(proc(server, "limits"), /Max core file size +0 +0 /);
    assert.doesNotMatch(proc(server, "environ"), /LD_|NODE_OPTIONS|OPENAI_API_KEY/);
    assert.doesNotMatch(proc(server, "cmdline"), /key-stdin/);
  },
);

test("strict mode: a signal opens no debugger", onLinux, async (t) => {
  const server = await start(t);
  process.kill(server.pid, "SIGUSR1");
  await server.script.once("exit", () => {});
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.doesNotMatch(server.stderr(), /Debugger listening/);
});
