import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { runScript } from "../scripts/run-script.ts";
import { usageRecorder } from "../fakes/usage-recorder.ts";

/** The page in a real browser: `npm run e2e:report`, which needs Chromium (`CHROMIUM` names another than the one on PATH). */

const people = ["ada", "grace", "alan", "zoë"];

for (const [device, size] of [
  ["a desk", "1200,900"],
  ["a phone", "500,900"],
]) {
  test(`on ${device} the page is no wider than the window, shows one drawing of each chart, and reports no error`, async (t) => {
    const seen = await see(t, size!, [
      "width: document.documentElement.scrollWidth - innerWidth",
      "drawings: [...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0).length",
      "isPainted: [...document.querySelectorAll('svg path')].some((path) => getComputedStyle(path).fill === 'rgb(0, 114, 178)')",
    ]);
    assert.deepEqual(seen, { errors: [], width: 0, drawings: 5, isPainted: true });
  });
}

test("the table of people sorts by a heading, up and down, and says so", async (t) => {
  const seen = await see(t, "1200,900", [
    "byCost: names()",
    "byName: (press('Person'), press('Person'), names())",
    "sorted: document.querySelector('#people th').getAttribute('aria-sort')",
    "byNameDown: (press('Person'), names())",
  ]);
  assert.deepEqual(seen, {
    errors: [],
    byCost: ["zoë", "alan", "grace", "ada"],
    byName: ["ada", "alan", "grace", "zoë"],
    sorted: "ascending",
    byNameDown: ["zoë", "grace", "alan", "ada"],
  });
});

test("the filter shows who matches and tells how many", async (t) => {
  const seen = await see(t, "1200,900", [
    "matching: (type('AL'), names())",
    "status: document.querySelector('#shown').textContent",
  ]);
  assert.deepEqual(seen, { errors: [], matching: ["alan"], status: "1 of 4 people shown" });
});

test("dark mode has colours of its own, and print has light ones", async (t) => {
  const page = await makePage(t);
  const shots = await Promise.all([
    chromium(["--screenshot=light.png"], page, t),
    chromium(["--screenshot=dark.png", "--blink-settings=preferredColorScheme=0"], page, t),
    chromium(["--print-to-pdf=page.pdf"], page, t),
  ]);
  const files = shots.map(({ folder }, index) => join(folder, ["light.png", "dark.png", "page.pdf"][index]!));
  const [light, dark, pdf] = await Promise.all(files.map((file) => readFile(file)));
  assert.notDeepEqual(light, dark);
  assert.ok((await stat(files[2]!)).size > 10_000 && pdf!.subarray(0, 5).toString() === "%PDF-");
});

/** Evaluates expressions in the page, by a script that is put at the end of it. */
async function see(t: TestContext, size: string, fields: string[]): Promise<unknown> {
  const page = await makePage(t);
  const html = await readFile(page, "utf8");
  const script = `
    const names = () => [...document.querySelectorAll('#people tbody tr')].filter((row) => !row.hidden).map((row) => row.cells[0].dataset.value);
    const press = (head) => [...document.querySelectorAll('th button')].find((button) => button.textContent === head).click();
    const type = (words) => { const input = document.querySelector('#filter'); input.value = words; input.dispatchEvent(new Event('input')); };
    document.title = JSON.stringify({ errors, ${fields.join(", ")} });`;
  const errors =
    "<script>const errors = []; addEventListener('error', (event) => errors.push(event.message)); addEventListener('securitypolicyviolation', (event) => errors.push(event.blockedURI));</script>";
  await writeFile(
    page,
    html.replace("<title>", `${errors}<title>`).replace("</body>", `<script>${script}</script></body>`),
  );
  const { stdout } = await chromium([`--window-size=${size}`, "--dump-dom"], page, t);
  const title = /<title>(.*)<\/title>/.exec(stdout)?.[1] ?? "{}";
  return JSON.parse(title.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
}

async function makePage(t: TestContext): Promise<string> {
  const { dataDir, send } = await usageRecorder(t);
  for (const [index, user] of people.entries()) {
    await send({ user, team: "web", input: 100_000 * (index + 1), at: `2026-10-1${index}T1${index}:00:00Z` });
  }
  const file = join(dataDir, "usage.html");
  const { code, stderr } = await runScript("usage-report", [
    "2026-10-01",
    "2026-10-31",
    "--html",
    file,
    "--local",
    dataDir,
  ]);
  assert.equal(code, 0, stderr);
  return file;
}

async function chromium(args: string[], page: string, t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "codex-proxy-chromium-"));
  t.after(() => rm(folder, { recursive: true, maxRetries: 5 }));
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
  ];
  const command = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    ...quiet,
    `--user-data-dir=${join(folder, "profile")}`,
  ];
  const browser = spawn(
    process.env["CHROMIUM"] ?? "chromium",
    [...command, ...args, pathToFileURL(page).href],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const [stdout] = await Promise.all([text(browser.stdout), once(browser, "close")]);
  return { stdout, folder };
}
