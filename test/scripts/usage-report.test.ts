import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { runScript } from "./run-script.ts";
import { usageRecorder } from "../fakes/usage-recorder.ts";

const alice = { user: "alice@example.com", team: "platform", tokenId: "aaaaaaaaaaaa" };
const bob = { user: "bob@example.com", team: "web", tokenId: "bbbbbbbbbbbb" };

test("the report as JSON has the promised shape, and every part is counted once", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ ...alice, input: 10_000, cached: 8_000, output: 100, reasoning: 40 });
  await send({ ...alice, model: "gpt-99", input: 10, output: 5 });
  await send({ ...bob, status: 500 });
  const { code, stdout } = await report(dataDir, "2026-10-15", "--json");
  const parsed = JSON.parse(stdout);
  assert.equal(code, 0);
  assert.deepEqual([parsed.from, parsed.to, parsed.source], ["2026-10-15", "2026-10-15", "ledger"]);
  assert.deepEqual(parsed.rows[0], {
    user_id: "alice@example.com",
    requests: 2,
    failed: 0,
    refused: 0,
    input_tokens: 10_010,
    cached_input_tokens: 8_000,
    cache_write_tokens: 0,
    output_tokens: 105,
    reasoning_tokens: 40,
    total_tokens: 10_115,
    cost_usd: 0.017,
    unpriced_requests: 1,
    estimated_requests: 0,
    models: { "gpt-5.5-2026-04-24": 1, "gpt-99": 1 },
  });
  assert.equal(parsed.rows[1].failed, 1);
  assert.equal(parsed.rows[1].cost_usd, 0);
  assert.deepEqual([parsed.totals.requests, parsed.totals.failed, parsed.totals.cost_usd], [3, 1, 0.017]);
  assert.deepEqual(parsed.unpriced, [{ model_and_tier: "gpt-99 default", requests: 1 }]);
});

test("the table says below what was recorded, failed, unpriced", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ ...alice, input: 1_000_000 });
  await send({ ...bob, model: "gpt-99" });
  const { stdout } = await report(dataDir, "2026-10-15");
  assert.match(
    stdout,
    /^alice@example\.com +1 +0 +1,000,000 +0 +500 +0 +1,000,500 +10\.02 +gpt-5\.5-2026-04-24 \(1\)$/m,
  );
  assert.match(stdout, /^bob@example\.com .* unpriced +gpt-99 \(1\)$/m);
  assert.match(stdout, /^Total +2 .* 10\.02 \+\?$/m);
  assert.match(stdout, /2 requests recorded, 0 failed/);
  assert.match(
    stdout,
    /UNPRICED: 1 of 2 requests have no known price and are not in the cost: gpt-99 default \(1\)/,
  );
});

const cuts: [string, string[]][] = [
  ["user", ["alice@example.com", "bob@example.com"]],
  ["team", ["platform", "web"]],
  ["token", ["aaaaaaaaaaaa", "bbbbbbbbbbbb"]],
  ["model", ["gpt-5.5-2026-04-24", "gpt-6-luna"]],
  ["day", ["2026-10-15", "2026-11-01"]],
  ["week", ["2026-W42", "2026-W44"]],
  ["month", ["2026-10", "2026-11"]],
  ["tier", ["default", "flex"]],
  ["client", ["cli", "exec"]],
];

for (const [by, keys] of cuts) {
  test(`a report by ${by} has a row for each`, async (t) => {
    const { dataDir, send } = await usageRecorder(t);
    await send({ ...alice, at: "2026-10-15T23:59:59Z" });
    await send({
      ...bob,
      at: "2026-11-01T00:00:00Z",
      model: "gpt-6-luna",
      tier: "flex",
      originator: "codex_exec",
    });
    const { stdout } = await report(dataDir, "2026-10-01", "2026-11-02", "--by", by, "--json");
    const { rows } = JSON.parse(stdout) as { rows: Record<string, unknown>[] };
    assert.deepEqual(
      rows.map((row) => Object.values(row)[0]),
      keys,
    );
  });
}

test("only the users and teams that were asked for are counted", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send(alice);
  await send(bob);
  const byUser = await report(dataDir, "2026-10-15", "--json", "--user", "bob@example.com");
  const byTeam = await report(dataDir, "2026-10-15", "--json", "--team", "platform,nobody");
  assert.deepEqual(JSON.parse(byUser.stdout).rows.map(nameOf), ["bob@example.com"]);
  assert.deepEqual(JSON.parse(byTeam.stdout).rows.map(nameOf), ["alice@example.com"]);
});

test("days are cut in the time zone that was asked for, and priced by the day in UTC", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ ...alice, at: "2026-08-20T22:30:00Z", model: "gpt-5.6-sol", input: 1_000, output: 1_000 });
  const berlin = await report(dataDir, "2026-08-21", "--timezone", "Europe/Berlin", "--json");
  const utc = await report(dataDir, "2026-08-21", "--json");
  assert.equal(JSON.parse(berlin.stdout).totals.cost_usd, 0.035);
  assert.equal(JSON.parse(utc.stdout).totals.requests, 0);
});

test("a breakdown shows each row by model, and sorts as it was asked to", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ ...alice, input: 1_000_000 });
  await send({ ...bob, model: "gpt-6-luna" });
  await send({ ...bob, model: "gpt-5-nano" });
  const { stdout } = await report(dataDir, "2026-10-15", "--json", "--breakdown", "--sort", "requests");
  const { rows } = JSON.parse(stdout);
  assert.deepEqual(rows.map(nameOf), ["bob@example.com", "alice@example.com"]);
  assert.deepEqual(
    rows[0].breakdown.map(({ model, requests }: { model: string; requests: number }) => [model, requests]),
    [
      ["gpt-5-nano", 1],
      ["gpt-6-luna", 1],
    ],
  );
});

test("a CSV opens in a spreadsheet: UTF-8, numbers as numbers, no cell that runs as a formula", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  const users = ["=HYPERLINK(1)", "+1", "-1", "@cmd", 'Zoë, "Z"'];
  for (const user of users) await send({ user, input: 1_000 });
  const file = join(dataDir, "usage.csv");
  const { code, stdout } = await report(dataDir, "2026-10-15", "--sort", "name", "--csv", file);
  const csv = await readFile(file, "utf8");
  assert.deepEqual([code, stdout, csv[0]], [0, "", "\uFEFF"]);
  const lines = csv.slice(1).split("\r\n");
  assert.match(lines[0]!, /^user_id,requests,failed,.*,cost_usd,/);
  assert.deepEqual(
    lines.slice(1, -1).map((line) => line.slice(0, line.indexOf(",1,0,"))),
    ["'+1", "'-1", "'=HYPERLINK(1)", "'@cmd", '"Zoë, ""Z"""'],
  );
  assert.match(lines[1]!, /,1,0,0,1000,0,0,500,0,1500,0\.02,0,0,gpt-5\.5-2026-04-24 1$/);
});

test("an empty range is said to be empty, and is no failure", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send(alice);
  const { code, stdout } = await report(dataDir, "2026-10-01");
  assert.deepEqual([code, stdout], [0, "No requests were recorded on 2026-10-01 (UTC).\n"]);
});

const refusals: [string, string[], number, RegExp][] = [
  ["days swapped", ["2026-10-02", "2026-10-01"], 2, /FROM 2026-10-02 is after TO 2026-10-01/],
  ["a day in the future", ["2999-01-01"], 2, /2999-01-01 is in the future/],
  ["a day that is none", ["2026-02-30"], 2, /"2026-02-30" is not a day of the calendar/],
  ["a word for a day", ["yesterday"], 2, /"yesterday" is not a day/],
  ["ten years", ["2016-01-01", "2025-12-31"], 2, /more than three years/],
  ["a time zone that is none", ["--timezone", "Mars/Olympus"], 2, /"Mars\/Olympus" is not a time zone/],
  ["a dimension that is none", ["--by", "shoe"], 2, /Allowed choices are user, team/],
  [
    "a directory without records",
    ["--local", "no/such/folder"],
    1,
    /there are no records in no\/such\/folder/,
  ],
  [
    "a spreadsheet that can't be written",
    ["2026-10-15", "--csv", "no/such/folder/a.csv"],
    1,
    /^usage-report: no\/such\/folder\/a\.csv can't be written \(ENOENT\); name another file with --csv\n$/,
  ],
  [
    "a page that can't be written",
    ["2026-10-15", "--html", "."],
    1,
    /^usage-report: \. can't be written \(EISDIR\); name another file with --html\n$/,
  ],
];

for (const [what, args, code, message] of refusals) {
  test(`${what}: refused in one sentence`, async (t) => {
    const { dataDir } = await usageRecorder(t);
    const result = await runScript("usage-report", ["--local", dataDir, ...args]);
    assert.equal(result.code, code);
    assert.equal(result.stdout, "");
    assert.match(result.stderr, message);
    assert.equal(result.stderr.trimEnd().split("\n").length, 1);
  });
}

test("the archive and the ledger make the same report, to the last token", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  for (let index = 0; index < 60; index++) await send(variedExchange(index));
  const args = ["2026-10-01", "2026-10-31", "--json", "--breakdown"];
  const [ledger, archive] = await Promise.all([
    report(dataDir, ...args),
    report(dataDir, ...args, "--from-archive"),
  ]);
  assert.deepEqual({ ...JSON.parse(archive.stdout), source: "ledger" }, JSON.parse(ledger.stdout));
});

test("200 parallel exchanges of one person lose no count", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await Promise.all(Array.from({ length: 200 }, () => send(alice)));
  const { totals } = JSON.parse((await report(dataDir, "2026-10-15", "--json")).stdout);
  assert.deepEqual([totals.requests, totals.input_tokens, totals.output_tokens], [200, 200_000, 100_000]);
});

test("half-written, empty and foreign objects of the archive are named, and the rest is reported", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send(alice);
  const folder = join(dataDir, "logs/year=2026/month=10/day=15/token=cccccccccccc");
  await mkdir(folder);
  await writeFile(join(folder, "cut.json.gz"), gzipSync('{"v":1,"id":"').subarray(0, 25));
  await writeFile(join(folder, "empty.json.gz"), "");
  await writeFile(join(folder, "foreign.json.gz"), "no gzip");
  await writeFile(join(folder, "notes.txt"), "hello");
  await writeFile(join(folder, "x.json.gz.partial"), "");
  const { code, stdout, stderr } = await report(dataDir, "2026-10-15", "--json", "--from-archive");
  assert.deepEqual([code, JSON.parse(stdout).totals.requests], [0, 1]);
  assert.deepEqual(
    stderr
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(line.lastIndexOf("/") + 1)),
    [
      "cut.json.gz: half-written",
      "empty.json.gz: empty",
      "foreign.json.gz: not gzip",
      "notes.txt: not an archive object",
      "x.json.gz.partial: half-written",
    ],
  );
});

test("a data directory that is there but holds nothing yet is an empty report", async (t) => {
  const { dataDir } = await usageRecorder(t);
  for (const flag of ["--json", "--from-archive", "--verify"]) {
    const { code } = await report(dataDir, "2026-10-15", flag);
    assert.equal(code, 0);
  }
});

function variedExchange(index: number) {
  return {
    user: `person${index % 7}#x%`,
    team: `team${index % 3}`,
    tokenId: `${index % 7}`.repeat(12),
    at: `2026-10-${String(1 + (index % 28)).padStart(2, "0")}T${String(index % 24).padStart(2, "0")}:15:00Z`,
    model: ["gpt-5.5-2026-04-24", "gpt-6-luna", "gpt-99"][index % 3]!,
    tier: ["default", "flex", "priority"][index % 3]!,
    originator: ["codex_cli_rs", "codex_exec", "codex_vscode", "curl"][index % 4]!,
    status: index % 11 === 0 ? 500 : 200,
    input: 1_000 + 9_001 * index,
    cached: 17 * index,
    output: 3 * index,
    reasoning: index,
  };
}

function nameOf(row: { user_id: string }): string {
  return row.user_id;
}

function report(dataDir: string, ...args: string[]) {
  return runScript("usage-report", [...args, "--local", dataDir]);
}
