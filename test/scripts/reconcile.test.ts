import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { adminKey, fakeOpenAiCosts } from "../fakes/fake-openai-costs.ts";
import { runScript } from "./run-script.ts";
import { usageRecorder } from "../fakes/usage-recorder.ts";

const month = ["2026-10-01", "2026-10-31"];

test("the drift is shown by day and model, in dollars and per cent, over every page of OpenAI's answer", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ at: "2026-10-02T10:00:00Z", input: 200_000, output: 10_000 });
  await send({ at: "2026-10-30T23:59:59Z", model: "gpt-6-luna", input: 1_000, output: 0 });
  const openAi = await fakeOpenAiCosts(t, [
    { day: "2026-10-02", line_item: "gpt-5.5-2026-04-23, input", value: 0.9 },
    { day: "2026-10-02", line_item: "gpt-5.5-2026-04-23, output", value: "0.3" },
    { day: "2026-10-30", line_item: "gpt-6-luna, input", value: 0.0001 },
    { day: "2026-10-30", line_item: "web search tool calls", value: 0.5 },
  ]);
  const args = [
    ...month,
    "--key-stdin",
    "--api-url",
    openAi.url,
    "--project",
    "proj_a,proj_b",
    "--local",
    dataDir,
  ];
  const { code, stdout } = await runScript("reconcile", [...args, "--json"], { input: `${adminKey}\n` });
  const { rows, totals } = JSON.parse(stdout);
  assert.equal(code, 0);
  assert.deepEqual(rows, [
    rowOf("2026-10-02", "gpt-5.5", 1.3, 1.2, 0.1, 8.33),
    rowOf("2026-10-30", "gpt-6-luna", 0.0001, 0.0001, 0, 0),
    rowOf("2026-10-30", "web search tool calls", 0, 0.5, -0.5, -100),
  ]);
  assert.deepEqual([totals.ours_usd, totals.openai_usd, totals.drift_usd], [1.3001, 1.7001, -0.4]);
  assert.equal(openAi.questions.length, 16);
  assert.deepEqual(openAi.questions[0]!.getAll("project_ids"), ["proj_a", "proj_b"]);
  assert.equal(openAi.questions[0]!.get("end_time"), String(Date.parse("2026-11-01T00:00:00Z") / 1_000));
});

test("as a table, and with a limit that fails the job", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ at: "2026-10-02T10:00:00Z", input: 200_000, output: 0 });
  await send({ at: "2026-10-02T10:00:00Z", model: "gpt-99" });
  const openAi = await fakeOpenAiCosts(t, [{ day: "2026-10-02", line_item: "gpt-5.5, input", value: 1.25 }]);
  const args = [...month, "--key-stdin", "--api-url", openAi.url, "--local", dataDir, "--fail-above", "5"];
  const { code, stdout, stderr } = await runScript("reconcile", args, { input: adminKey });
  assert.equal(code, 1);
  assert.match(stdout, /^2026-10-02 +gpt-5\.5 +1\.00 +1\.25 +−0\.25 +−20\.0 %$/m);
  assert.match(stdout, /^2026-10-02 +gpt-99 +0\.00 \+\? +0\.00 +0\.00 +–$/m);
  assert.match(stdout, /1 of our requests have no known price/);
  assert.match(stderr, /drift by -20\.0 %, which is more than 5 %/);
});

test("an exported CSV does as well as the API", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ at: "2026-10-02T10:00:00Z", input: 200_000, output: 0 });
  const csv = join(dataDir, "costs.csv");
  await writeFile(
    csv,
    '\uFEFFstart_time,start_time_iso,amount_value,amount_currency,line_item\n1790899200,2026-10-02T00:00:00+00:00,1.25,usd,"gpt-5.5-2026-04-23, input"\n1793577600,2026-11-02T00:00:00+00:00,99,usd,"gpt-5.5, input"\n',
  );
  const { code, stdout } = await runScript("reconcile", [
    ...month,
    "--csv",
    csv,
    "--json",
    "--local",
    dataDir,
  ]);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout).rows, [rowOf("2026-10-02", "gpt-5.5", 1, 1.25, -0.25, -20)]);
});

const badCsvs: [string, string, RegExp][] = [
  ["no amount", "date,model\n2026-10-02,gpt-5.5\n", /lacks a column: expected one of amount_value/],
  [
    "a word for an amount",
    "date,cost,model\n2026-10-02,much,gpt-5.5\n",
    /line 2: expected a day and an amount/,
  ],
  ["a day that is none", "date,cost,model\n2026-10-02,1,a\nsoon,1,a\n", /line 3: expected a day/],
  ["quotes that never end", 'date,cost,model\n"2026', /can't be read as CSV/],
  ["nothing", "", /has no lines/],
];

for (const [what, content, message] of badCsvs) {
  test(`a CSV with ${what} is refused in one sentence that names it`, async (t) => {
    const { dataDir } = await usageRecorder(t);
    const csv = join(dataDir, "costs.csv");
    await writeFile(csv, content);
    const { code, stderr } = await runScript("reconcile", [...month, "--csv", csv, "--local", dataDir]);
    assert.equal(code, 1);
    assert.match(stderr, message);
    assert.equal(stderr.trimEnd().split("\n").length, 1);
  });
}

test("a key that OpenAI refuses, and no key at all, are sentences that don't show it", async (t) => {
  const { dataDir } = await usageRecorder(t);
  const openAi = await fakeOpenAiCosts(t, []);
  const args = [...month, "--key-stdin", "--api-url", openAi.url, "--local", dataDir];
  const wrong = await runScript("reconcile", args, { input: "sk-admin-wrong" });
  const none = await runScript("reconcile", args, { input: "" });
  assert.deepEqual([wrong.code, none.code], [1, 1]);
  assert.match(wrong.stderr, /^reconcile: OpenAI refuses the admin key/);
  assert.match(none.stderr, /^reconcile: standard input holds no key/);
  assert.ok(!wrong.stderr.includes("sk-admin-wrong"));
});

const wrongUsages: [string, string[], RegExp][] = [
  ["no source of OpenAI's side", [], /exactly one of --key-stdin/],
  ["two sources", ["--key-stdin", "--csv", "x"], /exactly one of/],
  [
    "a plain-text address",
    ["--key-stdin", "--api-url", "http://example.com"],
    /no address for the admin key/,
  ],
  ["a limit that is none", ["--csv", "x", "--fail-above", "lots"], /not a percentage/],
];

for (const [what, args, message] of wrongUsages) {
  test(`${what} is wrong usage`, async (t) => {
    const { dataDir } = await usageRecorder(t);
    const { code, stderr } = await runScript("reconcile", [...month, ...args, "--local", dataDir], {
      input: adminKey,
    });
    assert.equal(code, 2);
    assert.match(stderr, message);
  });
}

function rowOf(day: string, model: string, ours: number, openAi: number, drift: number, percent: number) {
  return {
    day,
    model,
    ours_usd: ours,
    openai_usd: openAi,
    drift_usd: drift,
    drift_percent: percent,
    unpriced_requests: 0,
  };
}
