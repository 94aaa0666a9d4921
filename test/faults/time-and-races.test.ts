import assert from "node:assert/strict";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteUsageLedger } from "../../lambda/stores/local/sqlite-usage-ledger.ts";
import { open } from "../fakes/caller.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { within } from "../fakes/within.ts";
import { startedServer } from "../scripts/started-server.ts";
import { recordedEvents } from "./recorded-events.ts";

test("a token that expires in the middle of a stream keeps that stream, and gets no other", async (t) => {
  const stream = new GatedStream();
  const openAi = await FakeOpenAi.start(stream.behaviour);
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url);
  const expiresAtMs = Date.now() + 400;
  const token = await proxy.addToken({ userId: "bob", expiresAt: new Date(expiresAtMs).toISOString() });
  const opened = open(proxy.url, { token, body: '{"stream":true}' });
  await stream.send(recordedEvents[0]!);
  const answer = await opened;
  await wait(expiresAtMs - Date.now() + 50);
  for (const event of recordedEvents.slice(1)) await stream.send(event);
  await stream.end();
  assert.deepEqual(await answer.rest(), Buffer.concat(recordedEvents));
  assert.equal((await open(proxy.url, { token, body: "{}" })).status, 401);
});

test("two servers on one data directory keep and count every exchange of both", async (t) => {
  const dataDir = join(temporaryFolder(t), "data");
  const first = await startedServer(t, [], { dataDir });
  const second = await startedServer(t, [], { dataDir });
  const token = /codexproxy_[0-9A-Za-z]{46}/.exec(first.stderr())![0];
  const ask = async (url: URL): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(new URL("/v1/responses", url), {
      method: "POST",
      body: '{"model":"gpt-5.5"}',
      headers,
    });
    await response.text();
    return response.status;
  };
  const urls = Array.from({ length: 60 }, (_, i) => [first.url, second.url][i % 2]!);
  assert.deepEqual(new Set(await Promise.all(urls.map(ask))), new Set([200]));
  const database = openLocalDatabase(dataDir);
  t.after(() => database.close());
  const ledger = new SqliteUsageLedger(database);
  const counted = async (): Promise<number> => {
    const lines = await Array.fromAsync(ledger.readDay(utcDay(Date.now())));
    return lines.reduce((sum, { counters }) => sum + counters.requests, 0);
  };
  const all = async (): Promise<void> => {
    while ((await counted()) < 60) await wait(20);
  };
  await within("the ledger to have counted all", all());
  assert.equal(await counted(), 60);
  assert.equal((await Array.fromAsync(glob(`${dataDir}/logs/**/*.json.gz`))).length, 60);
});
