import assert from "node:assert/strict";
import { type TestContext, suite, test } from "node:test";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { type OpenAnswer, open } from "../fakes/caller.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { type ProxyOnPort, startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { recordedEvents } from "./recorded-events.ts";

const hourMs = 3_600_000;
const body = '{"model":"gpt-5.5","stream":true}';

/** A proxy whose clock a test can set. */
class ClockedProxy {
  nowMs = Date.parse("2026-11-22T23:30:00Z");
  proxy!: ProxyOnPort;
  openAi!: FakeOpenAi;

  static async start(t: TestContext): Promise<ClockedProxy> {
    const clocked = new ClockedProxy();
    clocked.openAi = await FakeOpenAi.start();
    t.after(() => clocked.openAi.close());
    clocked.proxy = await startProxyOnPort(t, clocked.openAi.url, { now: () => clocked.nowMs });
    return clocked;
  }

  /** A stream, with a jump of the clock in the middle of it. */
  async streamOver(jumpMs: number, token = this.proxy.token): Promise<Buffer> {
    const stream = new GatedStream();
    this.openAi.answerWith(stream.behaviour);
    const opened = open(this.proxy.url, { token, body });
    await stream.send(recordedEvents[0]!);
    const answer = await opened;
    this.nowMs += jumpMs;
    for (const event of recordedEvents.slice(1)) await stream.send(event);
    await stream.end();
    return answer.rest();
  }

  ask(token = this.proxy.token): Promise<OpenAnswer> {
    return open(this.proxy.url, { token, body: "{}" });
  }
}

suite("a clock that is set in the middle of a stream", () => {
  for (const [name, jumpMs] of [
    ["back by an hour", -hourMs],
    ["forward by an hour, over midnight", hourMs],
  ] as const) {
    test(`${name}: the stream is whole, its times are none less than nothing, and it counts for the day it began`, async (t) => {
      const clocked = await ClockedProxy.start(t);
      const { proxy } = clocked;
      const began = new Date(clocked.nowMs).toISOString();
      assert.deepEqual(await clocked.streamOver(jumpMs), Buffer.concat(recordedEvents));
      const [exchange] = await proxy.recorded(1);
      assert.equal(exchange?.["outcome"], "completed");
      assert.equal(exchange["time"], began);
      const { auth_ms, first_byte_ms, total_ms } = exchange["timing"] as Record<string, number>;
      assert.deepEqual(
        { auth_ms, first_byte_ms, total_ms },
        { auth_ms: 0, first_byte_ms: 0, total_ms: Math.max(0, jumpMs) },
      );
      const lines = await Array.fromAsync(proxy.ledger.readDay(utcDay(Date.parse(began))));
      assert.deepEqual(
        lines.map(({ counters }) => [counters.requests, counters.total_ms]),
        [[1, Math.max(0, jumpMs)]],
      );
      const line = JSON.parse(proxy.logLines[0]!) as Record<string, number>;
      assert.equal(line["TotalMs"], Math.max(0, jumpMs));
    });
  }
});

test("a clock that is set back before a caller could be told leaves no time below nothing either", async (t) => {
  const clocked = await ClockedProxy.start(t);
  const started = clocked.nowMs;
  const { proxy } = clocked;
  let looks = 0;
  const back = await startProxyOnPort(t, clocked.openAi.url, {
    now: () => (looks++ === 0 ? started : started - hourMs),
  });
  assert.equal((await open(back.url, { token: `${proxy.token}x`, body: "{}" })).status, 401);
  await back.settled();
  assert.equal((JSON.parse(back.logLines[0]!) as Record<string, number>)["TotalMs"], 0);
});

test("a token's end is looked at by the clock of that moment, whichever way it was set", async (t) => {
  const clocked = await ClockedProxy.start(t);
  const expiresAt = new Date(clocked.nowMs + 60_000).toISOString();
  const token = await clocked.proxy.addToken({ userId: "bob@example.com", expiresAt });
  // One that has begun goes on to its end.
  assert.deepEqual(await clocked.streamOver(hourMs, token), Buffer.concat(recordedEvents));
  assert.equal((await clocked.ask(token)).status, 401);
  clocked.nowMs -= hourMs;
  assert.equal((await clocked.streamOver(0, token)).length, Buffer.concat(recordedEvents).length);
});

test("exchanges of an hour that the clock goes through twice are all kept, under ids of their own", async (t) => {
  const clocked = await ClockedProxy.start(t);
  const { proxy } = clocked;
  for (let i = 0; i < 4; i++) {
    assert.deepEqual(await clocked.streamOver(i % 2 === 0 ? 1 : -1), Buffer.concat(recordedEvents));
  }
  const exchanges = await proxy.recorded(4);
  assert.equal(new Set(exchanges.map(({ id }) => id as string)).size, 4);
  const byId = exchanges.toSorted((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1));
  const times = byId.map(({ time }) => String(time));
  assert.deepEqual(times, times.toSorted(), "they sort by the time that was shown");
});
