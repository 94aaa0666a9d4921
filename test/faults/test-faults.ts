import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type TestContext, test } from "node:test";
import { eventsFromEnd } from "../../lambda/domain/sse.ts";
import { type Answer, call, open } from "../fakes/caller.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";
import { type Fault, garbage } from "./fault-proxy.ts";
import { type Cell, type Dependency, type Host, faultTable, streamFailures } from "./fault-table.ts";
import { recordedEvents } from "./recorded-events.ts";
import { type HostUnderFaults, startHostUnderFaults } from "./hosts-under-faults.ts";

const body = '{"model":"gpt-5.5","stream":true}';
const events = recordedEvents;
const recorded = Buffer.concat(events);
const lossMetrics = [
  "UpstreamErrors",
  "TokenStoreErrors",
  "KeyErrors",
  "InternalErrors",
  "ArchiveWriteFailures",
  "LedgerWriteFailures",
  "ArchiveSpooled",
  "LedgerSpooled",
];

/** Every cell of the table, and a recorded stream broken at each of its events, on one host in a process of its own. */
export function testFaults(hostName: Host): void {
  test(`what breaks behind the ${hostName}`, { concurrency: 6 }, async (t) => {
    const groups = Map.groupBy(
      faultTable.filter((cell) => cell.hosts.includes(hostName)),
      (cell) => (cell.isDiskFull ? "disk" : cell.dependency),
    );
    await Promise.all([
      // A key that has been read is kept, and its store not asked again for a while: a process for each cell.
      ...[...groups].map(([dependency, cells]) =>
        t.test(dependency, async (t) => {
          const turns = dependency === "key" ? cells.map((cell) => [cell]) : [cells];
          for (const turn of turns)
            await t.test("with a process of its own", (t) => testCells(t, hostName, turn));
        }),
      ),
      t.test("a stream", (t) => testStream(t, hostName)),
    ]);
  });
}

async function testCells(t: TestContext, hostName: Host, cells: readonly Cell[]): Promise<void> {
  const host = await startHostUnderFaults(t, hostName);
  // A file where a folder should be is as good as a full disk, and works for root too.
  for (const _ of cells.filter((cell) => cell.isDiskFull)) fillDisk(host);
  for (const { failure, moment, dependency, fault, sees, recorded, counted, told } of cells) {
    await t.test(`${failure} ${moment}`, async () => {
      const found = await whatComesOf(host, dependency, fault);
      assert.deepEqual(found, { sees, recorded, counted, told });
    });
  }
}

function fillDisk({ spool }: HostUnderFaults): void {
  mkdirSync(dirname(spool), { recursive: true });
  writeFileSync(spool, "");
}

interface Found {
  sees: string;
  recorded: string;
  counted: number;
  told: string;
}

async function whatComesOf(host: HostUnderFaults, dependency: Dependency, fault: Fault): Promise<Found> {
  host.openAi.answerWith(streamAnswer(events));
  const before = await host.counted();
  await host.faults[dependency].inject(fault);
  const answer = await call(host.url, { token: host.token, body });
  const id = answer.headers["x-codex-proxy-request-id"]!;
  const line = await host.line(id);
  // A cell must not pass because nothing happened; a connection that is refused shows in what is told.
  if (fault.failure !== "refused") assert.ok(host.faults[dependency].strikes > 0, "the fault has struck");
  await host.faults[dependency].clear();
  const atOnce = host.objects(id).map(({ outcome }) => outcome);
  await assertServes(host);
  const later = host.objects(id).map(({ outcome }) => outcome);
  assert.ok(later.length <= 1, "one exchange is one object");
  return {
    sees: seenIn(answer),
    recorded: atOnce[0] ?? (later[0] === undefined ? "nothing" : `${later[0]} later`),
    counted: (await host.counted()) - before - 1,
    told: lossMetrics.filter((name) => line[name] !== undefined).join(" "),
  };
}

/** The same process, with all of it mended, answers and records the next request. */
async function assertServes(host: HostUnderFaults): Promise<void> {
  host.openAi.answerWith(streamAnswer(events));
  const answer = await call(host.url, { token: host.token, body });
  assert.equal(seenIn(answer), "the whole answer");
  const id = answer.headers["x-codex-proxy-request-id"]!;
  await host.line(id);
  assert.deepEqual(
    host.objects(id).map(({ outcome }) => outcome),
    ["completed"],
  );
  assert.ok(host.isAlive());
}

/** Told from all that came: nothing may come that is neither of OpenAI nor a whole event or error of the proxy. */
function seenIn({ status, body }: Answer): string {
  if (status === 200 && body.equals(recorded)) return "the whole answer";
  if (status !== 200) return `${status} ${(JSON.parse(body.toString()) as Failed).error.code}`;
  const failedAt = body.lastIndexOf("event: response.failed");
  // What comes inside a chunk is OpenAI's word, whatever it is, as far as anybody can tell.
  const [ofOpenAi] = body.toString("latin1", 0, failedAt).split(garbage.toString("latin1", 0, 8));
  assert.ok(
    recorded.toString("latin1").startsWith(ofOpenAi!.replace(/\n\n$/, "")),
    "what came before it is OpenAI's",
  );
  assert.ok(body.toString().endsWith("\n\n"), "a whole event at the end");
  const last = JSON.parse(eventsFromEnd(body).next().value ?? "{}") as { type: string; response: Failed };
  return `${last.type} ${last.response.error.code}`;
}

interface Failed {
  error: { code: string };
}

async function testStream(t: TestContext, hostName: Host): Promise<void> {
  const host = await startHostUnderFaults(t, hostName);
  const expected = {
    sees: "response.failed upstream_unreachable",
    recorded: "upstream_error",
    counted: 1,
    told: "UpstreamErrors",
  };
  for (const failure of streamFailures) {
    for (const [number] of events.entries()) {
      for (const [place, extra] of [
        ["before", 0],
        ["inside", 25],
      ] as const) {
        await t.test(`${failure} ${place} event ${number + 1} of ${events.length}`, async () => {
          const after = afterEvents(number, extra);
          assert.deepEqual(await whatComesOf(host, "OpenAI", { failure, in: "POST /v1", after }), expected);
        });
      }
    }
    await t.test(`${failure} after its last event: nobody is told`, async () => {
      const found = await whatComesOf(host, "OpenAI", {
        failure,
        in: "POST /v1",
        after: afterEvents(events.length, 0),
      });
      assert.deepEqual(found, { sees: "the whole answer", recorded: "completed", counted: 1, told: "" });
    });
  }
  for (const [number] of [...events, ""].entries()) {
    await t.test(`the developer hangs up after ${number} of ${events.length} events`, () =>
      hangUpAfter(host, hostName, number),
    );
  }
  await assertServes(host);
}

/** Where in the bytes of an HTTP answer so many events have ended; each of them leaves OpenAI as a chunk of its own. */
function afterEvents(count: number, extra: number): (answer: Buffer) => number | undefined {
  return (answer) => {
    let at = answer.indexOf("\r\n\r\n") + 4;
    if (at < 4) return undefined;
    for (let passed = 0; passed < count; passed++) {
      at = answer.indexOf("\n\n", at) + 2;
      if (at < 2) return undefined;
    }
    return extra === 0 || answer.length > at + extra + 40 ? at + extra : undefined;
  };
}

async function hangUpAfter(host: HostUnderFaults, hostName: Host, count: number): Promise<void> {
  const stream = new GatedStream();
  host.openAi.answerWith(stream.behaviour);
  const opening = open(host.url, { token: host.token, body });
  // Status and headers leave a Function URL with the first byte.
  await stream.send(events[0]!);
  for (const event of events.slice(1, count)) await stream.send(event);
  const answer = await opening;
  await answer.read(Buffer.concat(events.slice(0, Math.max(1, count))));
  answer.hangUp();
  const id = answer.headers["x-codex-proxy-request-id"]!;
  const rest = events.slice(Math.max(1, count));
  // The server must notice by itself; a function can't, and reads on.
  if (hostName === "function") for (const event of rest) await stream.send(event);
  if (hostName === "function") await stream.end();
  await host.line(id);
  const outcome = hostName === "function" || count === events.length ? "completed" : "client_closed";
  assert.deepEqual(
    host.objects(id).map((object) => object.outcome),
    [outcome],
  );
}
