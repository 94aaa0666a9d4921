import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { runScript } from "../run-script.ts";
import { type MadeUpExchange, usageRecorder } from "../../fakes/usage-recorder.ts";

const hostile = '<script>alert("x")</script>';

test("the page loads nothing from anywhere", async (t) => {
  const html = await pageOf(t, [{}]);
  const addresses = html.match(/https?:\/\/[^\s"'<]+/g) ?? [];
  assert.deepEqual(
    [...new Set(addresses)].filter((address) => !address.startsWith("http://www.w3.org/")),
    [],
  );
  assert.doesNotMatch(html, /<(link|img|iframe|script src)|@import|url\(/);
  assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
});

test("a name is text, wherever it stands", async (t) => {
  const html = await pageOf(t, [{ user: hostile, team: hostile, model: hostile }]);
  assert.ok(html.includes("&#60;script&#62;alert(&#34;x&#34;)"));
  assert.ok(!html.includes("<script>alert"));
});

test("every chart has its numbers as a table beside it, for who can't see it", async (t) => {
  const html = await pageOf(t, [{ input: 1_000_000 }]);
  const titles = ["Cost by day", "Cost by person", "Cost by team", "Tokens by kind", "Requests by hour"];
  for (const title of titles) {
    assert.ok(html.includes(`<figure role="group" aria-label="${title}. `), title);
    assert.ok(html.includes(`<caption>${title}</caption>`), title);
  }
  assert.equal(html.match(/<svg aria-hidden="true"/g)?.length, titles.length * 2);
});

test("the period before is compared with", async (t) => {
  const html = await pageOf(t, [
    { at: "2026-10-15T10:00:00Z", input: 3_000_000, output: 0 },
    { at: "2026-09-15T10:00:00Z", input: 2_000_000, output: 0 },
  ]);
  assert.match(html, /compared with 2026-08-31 to 2026-09-30/);
  assert.match(html, /\+50% on the period before \(\$20\.00\)/);
});

test("a day at more than three times one's own median is marked, a steady heavy user is not", async (t) => {
  const usual = Array.from({ length: 6 }, (_, index) => ({ at: `2026-10-0${index + 1}T10:00:00Z` }));
  const html = await pageOf(t, [
    ...usual.map(({ at }) => ({ at, user: "alice", input: 100_000 })),
    ...usual.map(({ at }) => ({ at, user: "bob", input: 5_000_000 })),
    { at: "2026-10-07T10:00:00Z", user: "alice", input: 900_000 },
  ]);
  assert.match(html, /<td>▲ alice<\/td><td>2026-10-07<\/td>/);
  assert.doesNotMatch(html, /▲ bob/);
});

test("what has no price is said, and stands in no chart as nothing", async (t) => {
  const html = await pageOf(t, [{ model: "gpt-99" }]);
  assert.match(html, /class="warn">UNPRICED: 1 of 1 requests/);
  assert.match(html, /<dt>Cost<\/dt><dd>unpriced/);
});

test("an empty period is a page as well", async (t) => {
  const html = await pageOf(t, []);
  assert.match(html, /<dt>Requests<\/dt><dd>0/);
});

test("a digest is a screen of Markdown, and no name in it is markup", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ user: "<!channel>*x*", team: "web", input: 1_000_000, cached: 500_000, output: 0 });
  await send({ user: "bob", model: "gpt-99", team: "web" });
  const args = ["2026-10-01", "2026-10-31", "--digest", "--local", dataDir];
  const { code, stdout } = await runScript("usage-report", args);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^\*\*Codex, 2026-10-01 to 2026-10-31: \$5\.50\*\* \(– on 2026-08-31 to 2026-09-30\)$/m,
  );
  assert.match(stdout, /^- People: ‹!channel›\\\*x\\\* \$5\.50, bob unpriced$/m);
  assert.match(stdout, /^- UNPRICED: 1 of 2 requests/m);
});

async function pageOf(t: TestContext, exchanges: MadeUpExchange[]): Promise<string> {
  const { dataDir, send } = await usageRecorder(t);
  for (const exchange of exchanges) await send(exchange);
  const file = join(dataDir, "usage.html");
  const args = ["2026-10-01", "2026-10-31", "--html", file, "--local", dataDir];
  const { code, stdout, stderr } = await runScript("usage-report", args);
  assert.deepEqual([code, stdout, stderr], [0, "", `wrote ${file}\n`]);
  return readFile(file, "utf8");
}
