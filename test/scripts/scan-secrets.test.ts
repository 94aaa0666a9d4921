import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { FakeS3 } from "../fakes/fake-s3.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { runScript } from "./run-script.ts";

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

/** A data directory as `npm start` makes it. */
function dataDir(t: TestContext): string {
  const path = temporaryFolder(t);
  openLocalDatabase(path).close();
  return path;
}

function keyOf(day: string, name: string): string {
  const [year, month, date] = day.split("-");
  return `logs/year=${year}/month=${month}/day=${date}/token=0123456789ab/${name}.json.gz`;
}

function archive(root: string, day: string, name: string, exchange: object): void {
  const path = join(root, keyOf(day, name));
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
  const file = join(temporaryFolder(t), "body.json");
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
  const root = dataDir(t);
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

test("the table for people shows every figure, and no name moves the cursor", (t) => {
  const root = dataDir(t);
  archive(root, "2026-02-16", "a", exchangeOf("ada\u001B[2J", accessKey));
  assert.deepEqual(run(["2026-02-16", "--local", root]).lines, [
    "day         user_id  rule               exchanges  secrets",
    "2026-02-16  ada�[2J  aws-access-key-id          1        1",
  ]);
});

test("objects that are no exchange are counted and don't end the report", (t) => {
  const root = dataDir(t);
  archive(root, "2026-02-16", "a", { v: 1 });
  archive(root, "2026-02-16", "b", exchangeOf("ada", "clean"));
  const { status, stdout, stderr } = run(["2026-02-16", "--local", root]);
  assert.equal(status, 0);
  assert.equal(stdout, "No secrets found.\n");
  assert.match(stderr, /1 exchanges .* 1 objects could not be read/);
});

test("on AWS the archive is the bucket of the stage, or the one that is named", async (t) => {
  const [ofProd, ofDev] = ["codex-proxy-logs-123456789012", "codex-proxy-dev-logs-123456789012"] as const;
  const s3 = await FakeS3.start(ofProd, ofDev);
  t.after(() => s3.close());
  const env = {
    AWS_ENDPOINT_URL_S3: s3.url.origin,
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
  };
  const client = new S3Client({
    endpoint: s3.url.href,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
  });
  t.after(() => client.destroy());
  const put = (Bucket: string, user: string) =>
    client.send(
      new PutObjectCommand({
        Bucket,
        Key: keyOf("2026-02-16", "a"),
        Body: gzipSync(JSON.stringify(exchangeOf(user, accessKey))),
      }),
    );
  await put(ofProd, "ada");
  await put(ofDev, "bob");
  const usersOf = async (...args: string[]) => {
    const all = ["2026-02-16", "--json", "--region", "us-east-1", ...args];
    const { stdout } = await runScript("scan-secrets", all, { env });
    return JSON.parse(stdout).rows.map((row: { user_id: string }) => row.user_id);
  };
  assert.deepEqual(await usersOf(), ["ada"]);
  assert.deepEqual(await usersOf("--stage", "dev"), ["bob"]);
  assert.deepEqual(await usersOf("--bucket", ofDev), ["bob"]);
});

const withoutCredentials = {
  AWS_EC2_METADATA_DISABLED: "true",
  HOME: "/nonexistent",
  AWS_CONFIG_FILE: "/nonexistent/config",
};

const refusals: [what: string, args: string[], status: number, words: RegExp][] = [
  ["a file that isn't there", ["no-such-file"], 1, /: no-such-file can't be read \(ENOENT\); name another /],
  ["a folder in the place of a file", ["."], 1, /: \. can't be read \(EISDIR\); name another /],
  [
    "a data directory that isn't there",
    ["2026-02-16", "--local", "no-such-folder"],
    1,
    /there are no records in no-such-folder: expected the data directory/,
  ],
  ["an unknown option", ["--bogus"], 2, /--bogus/],
  ["a day that isn't one", ["2026-02-16", "2026-02-30", "--local"], 2, /"2026-02-30" is not a day/],
  ["days in the wrong order", ["2026-02-16", "2026-02-15", "--local"], 2, /is after TO/],
  ["two files", ["a", "b"], 2, /no day/],
  [
    "no region",
    ["2026-02-16"],
    1,
    /: no AWS region is set; use --region or set AWS_REGION, or use --local\n/,
  ],
  ["no credentials", ["2026-02-16", "--region", "us-east-1"], 1, /: no AWS credentials were found; /],
  ["an allow-list entry that is none", ["--allow", "x"], 2, /10 hex digits/],
];

for (const [what, args, status, words] of refusals) {
  test(`${what} ends with ${status} and one clear line`, () => {
    const result = run(args, "", withoutCredentials);
    assert.equal(result.status, status);
    assert.equal(result.stdout, "");
    assert.match(result.stderr, words);
    assert.equal(result.stderr.trim().split("\n").length, 1);
  });
}

test("a line that holds no text ends the job with 1 and its number", () => {
  const { status, stderr } = run([], '{"text":"a"}\n{"txt":"b"}\n');
  assert.equal(status, 1);
  assert.match(stderr, /^scan-secrets: line 2 is not [^\n]+\n$/);
});
