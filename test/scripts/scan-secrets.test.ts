import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";

// Made up, and assembled so that nobody's scanner takes them for real.
const accessKey = ["AKIAQ3EGRM", "LEMN2WXYZA"].join("");
const otherKey = ["AKIAZ7PLQM", "XYTN5WVRKB"].join("");

function run(args: string[], input = "", env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/scan-secrets.ts", ...args], {
    input,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  return { status, stdout, stderr, lines: stdout.trim().split("\n") };
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "scan-secrets-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

function archive(root: string, day: string, name: string, exchange: object): void {
  const [year, month, date] = day.split("-");
  const path = join(root, `logs/year=${year}/month=${month}/day=${date}/token=0123456789ab/${name}.json.gz`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gzipSync(`${JSON.stringify(exchange)}\n`));
}

const exchangeOf = (user_id: string, body: unknown) => ({
  v: 1,
  user_id,
  request: { body },
  response: { body: "{}" },
});

test("every line of texts gives a line of findings, with offsets in characters of the text", () => {
  const text = `é😀 ${accessKey} end`;
  const { status, lines, stderr } = run(
    [],
    `${JSON.stringify({ text })}\n${JSON.stringify({ text: "clean" })}\n`,
  );
  const [found, clean] = lines.map((line) => JSON.parse(line));
  assert.equal(status, 0);
  assert.equal(stderr, "");
  assert.deepEqual(found.findings, [{ rule: "aws-access-key-id", start: 4, end: 24 }]);
  assert.match(found.redacted, /^é😀 \[REDACTED:[\da-f]{10}\] end$/);
  assert.deepEqual(clean, { findings: [], redacted: "clean" });
});

test("a text with a lone surrogate comes back as it was", () => {
  const { stdout } = run([], JSON.stringify({ text: `\ud800 ${accessKey}` }));
  assert.equal(JSON.parse(stdout).redacted.charCodeAt(0), 0xd800);
});

test("a request body is one text, from a file as from standard input", (t) => {
  const file = join(folder(t), "body.json");
  const body = JSON.stringify({ input: [{ text: `\n${accessKey}` }] });
  writeFileSync(file, body);
  const [{ start, end }] = JSON.parse(run([file]).stdout).findings;
  assert.equal(body.slice(start, end), accessKey);
  assert.equal(run(["-"], body).stdout, run([file]).stdout);
});

test("a value on the allow-list is not found", () => {
  const entry = run(["allow"], `${accessKey}\n`, { SECRET_SCAN_KEY: "k" }).stdout.trim();
  const { stdout } = run(["--allow", entry], accessKey, { SECRET_SCAN_KEY: "k" });
  assert.match(entry, /^[\da-f]{10}$/);
  assert.deepEqual(JSON.parse(stdout), { findings: [], redacted: accessKey });
});

test("allow refuses to make an entry without the deployment's key, and from nothing", () => {
  assert.deepEqual([run(["allow"], "x").status, run(["allow"], "", { SECRET_SCAN_KEY: "k" }).status], [1, 1]);
});

test("the archive is reported per person, rule and day, and no secret stands in the report", (t) => {
  const root = folder(t);
  archive(root, "2026-02-16", "a", exchangeOf("ada", JSON.stringify({ input: `${accessKey} ${otherKey}` })));
  archive(root, "2026-02-16", "b", exchangeOf("ada", JSON.stringify({ input: `${accessKey} again` })));
  archive(
    root,
    "2026-02-17",
    "c",
    exchangeOf("bob", { base64: Buffer.from(`\u00ff ${accessKey}`, "latin1").toString("base64") }),
  );
  archive(root, "2026-02-18", "d", exchangeOf("eve", `${accessKey}`));
  const { status, stdout, stderr } = run(["2026-02-16", "2026-02-17", "--local", root, "--json"]);
  const rule = "aws-access-key-id";
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), {
    from: "2026-02-16",
    to: "2026-02-17",
    exchanges: 3,
    unreadable: 0,
    incomplete: 0,
    rows: [
      { day: "2026-02-16", user_id: "ada", rule, exchanges: 2, secrets: 2 },
      { day: "2026-02-17", user_id: "bob", rule, exchanges: 1, secrets: 1 },
    ],
  });
  assert.equal(stderr, "Scanned 3 exchanges from 2026-02-16 to 2026-02-17.\n");
});

test("objects that are no exchange are counted and don't end the report", (t) => {
  const root = folder(t);
  archive(root, "2026-02-16", "a", { v: 1 });
  archive(root, "2026-02-16", "b", exchangeOf("ada", "clean"));
  const { status, stdout, stderr } = run(["2026-02-16", "--local", root]);
  assert.equal(status, 0);
  assert.equal(stdout, "No secrets found.\n");
  assert.match(stderr, /1 exchanges .* 1 objects could not be read/);
});

const refusals: [what: string, args: string[], status: number, words: RegExp][] = [
  ["a file that isn't there", ["no-such-file"], 1, /no-such-file/],
  [
    "a data directory that isn't there",
    ["2026-02-16", "--local", "no-such-folder"],
    1,
    /no-such-folder.*--local/,
  ],
  ["an unknown option", ["--bogus"], 2, /--bogus/],
  ["a day that isn't one", ["2026-02-16", "2026-02-30", "--local"], 2, /YYYY-MM-DD/],
  ["days in the wrong order", ["2026-02-16", "2026-02-15", "--local"], 2, /before/],
  ["two files", ["a", "b"], 2, /no day/],
  ["no archive to look into", ["2026-02-16"], 2, /--local/],
  ["an allow-list entry that is none", ["--allow", "x"], 2, /10 hex digits/],
];

for (const [what, args, status, words] of refusals) {
  test(`${what} ends with ${status} and one clear line`, () => {
    const result = run(args);
    assert.equal(result.status, status);
    assert.equal(result.stdout, "");
    assert.match(result.stderr, words);
    assert.equal(result.stderr.trim().split("\n").length, 1);
  });
}

test("a line that holds no text ends the job with 1 and its number", () => {
  const { status, stderr } = run([], '{"text":"a"}\n{"txt":"b"}\n');
  assert.equal(status, 1);
  assert.match(stderr, /Line 2/);
});
