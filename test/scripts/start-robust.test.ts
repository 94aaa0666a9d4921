import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { open } from "../fakes/caller.ts";
import { madeUpKey } from "../fakes/proxy-on-port.ts";
import { message } from "../fakes/output-items.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { within } from "../fakes/within.ts";
import { type StartedServer, startedServer } from "./started-server.ts";

const body = JSON.stringify({ model: "gpt-5.5", stream: true });
const tokenOf = (server: StartedServer): string => /codexproxy_[0-9A-Za-z]{46}/.exec(server.stderr())![0];
const post = (server: StartedServer): Promise<Response> =>
  fetch(new URL("/v1/responses", server.url), {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${tokenOf(server)}` },
  });

async function objectsIn(server: StartedServer, count: number): Promise<string[]> {
  const look = (): Promise<string[]> => Array.fromAsync(glob(`${server.dataDir}/logs/**/*.json.gz`));
  let found = await look();
  const appeared = (async () => {
    while (found.length < count) {
      await wait(20);
      found = await look();
    }
    return found;
  })();
  return within(`${count} objects in the archive`, appeared);
}

async function startOn(
  t: TestContext,
  args: string[] = [],
): Promise<{ server: StartedServer; openAi: FakeOpenAi }> {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const server = await startedServer(t, ["--upstream-url", openAi.url.origin, ...args], {
    env: { OPENAI_API_KEY: madeUpKey },
  });
  return { server, openAi };
}

test("a reader of the log that goes away does not end the server", async (t) => {
  const { server } = await startOn(t);
  server.script.stdout.destroy();
  for (let i = 1; i <= 3; i++) {
    assert.equal((await post(server)).status, 200);
    await objectsIn(server, i);
  }
  assert.equal(server.script.exitCode, null);
});

test("--on-disconnect drain holds for the embedded stores as well: the answer is read to its end", async (t) => {
  const { server, openAi } = await startOn(t, ["--on-disconnect", "drain"]);
  const stream = new GatedStream();
  openAi.answerWith(stream.behaviour);
  const events = responsesStream({ output: [message("drained")] });
  const opened = open(server.url, { token: tokenOf(server), body });
  await stream.send(events[0]!);
  (await opened).hangUp();
  await wait(100);
  for (const event of events.slice(1)) await stream.send(event);
  await stream.end();
  const line = await within("the log line", logged(server, /"outcome":"client_closed"/));
  assert.match(line, /"source":"reported"/);
});

test("an archive folder that vanishes is made anew, and one that can't be written is tried again later", async (t) => {
  const { server } = await startOn(t);
  await (await post(server)).text();
  await objectsIn(server, 1);
  const logs = join(server.dataDir, "logs");
  rmSync(logs, { recursive: true });
  await (await post(server)).text();
  await objectsIn(server, 1);

  rmSync(logs, { recursive: true });
  writeFileSync(logs, "a file where a folder should be");
  await (await post(server)).text();
  const line = await within("the log line", logged(server, /"archive_error"/));
  assert.match(line, /"ArchiveSpooled":1/);
  rmSync(logs);
  mkdirSync(logs, { mode: 0o700 });
  await (await post(server)).text();
  await objectsIn(server, 2);
});

async function logged(server: StartedServer, pattern: RegExp): Promise<string> {
  let line: string | undefined;
  while (
    (line = server
      .stdout()
      .split("\n")
      .find((text) => pattern.test(text))) === undefined
  )
    await wait(20);
  return line;
}
