import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, suite, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type ArchivedExchange, readArchived } from "../fakes/archived-exchange.ts";
import { startAwsForServer } from "../fakes/aws-for-server.ts";
import { open } from "../fakes/caller.ts";
import { makeOpenAiKey } from "../fakes/developer-token.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { staySilent } from "../fakes/no-answer.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { within } from "../fakes/within.ts";
import { type StartedServer, startedServer } from "./started-server.ts";

interface Host {
  start(): Promise<StartedServer>;
  tokenOf(server: StartedServer): string | undefined;
  objects(): Promise<ArchivedExchange[]>;
}

const hosts: Record<string, (t: TestContext, openAi: URL) => Promise<Host>> = {
  async "the embedded stores"(t, openAi) {
    return onFolder(t, ["--upstream-url", openAi.origin]);
  },
  async "strict mode with a folder"(t, openAi) {
    return onFolder(t, ["--upstream-url", openAi.origin, "--no-tokens"]);
  },
  async "the stores on AWS"(t, openAi) {
    const { s3, bucket, token, env } = await startAwsForServer(t, openAi);
    const dataDir = join(temporaryFolder(t), "data");
    return {
      start: () => startedServer(t, ["--store", "aws"], { dataDir, env }),
      tokenOf: () => token,
      objects: async () => [...s3.objects(bucket)].map(([path, { bytes }]) => readArchived(path, bytes)),
    };
  },
};

function onFolder(t: TestContext, args: readonly string[]): Host {
  const dataDir = join(temporaryFolder(t), "data");
  return {
    start: () => startedServer(t, args, { dataDir, env: { OPENAI_API_KEY: makeOpenAiKey() } }),
    tokenOf: (server) => /codexproxy_[0-9A-Za-z]{46}/.exec(server.stderr())?.[0],
    async objects() {
      const files = await Array.fromAsync(glob(`${dataDir}/logs/**/*.json.gz`));
      return Promise.all(files.map(async (file) => readArchived(file, await readFile(file))));
    },
  };
}

suite("a server that is killed", () => {
  for (const [name, makeHost] of Object.entries(hosts)) {
    test(`${name}: what was under way for an instant is in the archive and named by a metric at the next start, once`, async (t) => {
      const openAi = await FakeOpenAi.start(staySilent);
      t.after(() => openAi.close());
      const host = await makeHost(t, openAi.url);
      const first = await host.start();
      const token = host.tokenOf(first);
      const asked = open(first.url, { ...(token && { token }), body: '{"model":"gpt-5.5"}' });
      const cut = assert.rejects(asked);
      await within(
        "the request at OpenAI",
        until(() => openAi.requests.length === 1),
      );
      await kill(first);
      await cut;
      assert.deepEqual(await host.objects(), []);

      const second = await host.start();
      await within(
        "the log line",
        until(() => second.stdout().includes('"ArchiveRecovered":1')),
      );
      const [object] = await host.objects();
      assert.equal(object?.outcome, "in_flight");
      assert.ok(second.stdout().includes(`"id":"${object.id}"`));
      assert.equal(object.request.path, "/v1/responses");
      await kill(second);

      const third = await host.start();
      const journals = (): string[] => readdirSync(join(third.dataDir, "journal"));
      await within(
        "the journals to be seen to",
        until(() => journals().length === 1),
      );
      assert.equal(third.stdout(), "");
      assert.equal((await host.objects()).length, 1);
    });
  }
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await wait(10);
}

async function kill({ script }: StartedServer): Promise<void> {
  const ended = once(script, "exit");
  script.kill("SIGKILL");
  await ended;
}
