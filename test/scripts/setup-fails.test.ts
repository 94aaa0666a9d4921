import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, suite, test } from "node:test";
import table from "../fixtures/setup/configs.json" with { type: "json" };
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { type SetupOptions, runSetup, setupScript } from "./run-setup.ts";

/** What setup.sh leaves behind where something stands in its way: one sentence, and nothing half-written. */

const installArgs = ["--url", table.address, "--no-check", "--token-file", "-"];
const install = (home: string, args: readonly string[] = [], options: SetupOptions = {}) =>
  runSetup(home, [...installArgs, ...args], { input: table.token, ...options });

function homeWith(t: TestContext, files: Record<string, string>): string {
  const home = temporaryFolder(t);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(home, path, ".."), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  return home;
}

/** Every file of a home, with what is in it, and every folder. */
function everythingIn(home: string): Record<string, string> {
  const paths = readdirSync(home, { recursive: true, encoding: "utf8" }).sort();
  const textOf = (path: string) => (statSync(path).isDirectory() ? "a folder" : readFileSync(path, "utf8"));
  return Object.fromEntries(paths.map((path) => [path, textOf(join(home, path))]));
}

/** Programs that stand before those of this machine. */
function standIns(t: TestContext, programs: Record<string, string>): NodeJS.ProcessEnv {
  const folder = temporaryFolder(t);
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  return { PATH: `${folder}:${process.env["PATH"]}` };
}

suite("setup.sh where something stands in its way", { concurrency: 2 }, () => {
  for (const [what, folder, args] of [
    ["an install with a folder in the place of config.toml", ".codex/config.toml", installArgs],
    ["a dry run with a folder in the place of config.toml", ".codex/config.toml", ["--dry-run"]],
    ["an uninstall with a folder in the place of config.toml", ".codex/config.toml", ["--uninstall"]],
    ["an install with a folder in the place of the backup", ".codex/config.toml.before-codex-proxy", []],
    ["an install with a folder in the place of the variables", ".codex/codex-proxy.env", ["--openai-env"]],
    ["an install with a folder in the place of the profile", ".bashrc", ["--openai-env"]],
  ] as const) {
    test(`${what}: one sentence, and nothing is written`, async (t) => {
      const home = homeWith(t, { [`${folder}/mine`]: "mine", ".codex/other": "other" });
      const before = everythingIn(home);
      const { code, stdout, stderr } = await install(home, args, { env: { SHELL: "/bin/bash" } });
      assert.deepEqual([code, stdout], [1, ""]);
      assert.equal(
        stderr,
        `setup: ${join(home, folder)} is not a file that can be read, so nothing was changed: move it away, then run this again.\n`,
      );
      assert.deepEqual(everythingIn(home), before);
    });
  }

  for (const [what, path] of [
    ["a folder", "folder"],
    ["a file that is not there", "nothing"],
  ] as const) {
    test(`the token's file is ${what}: one sentence, and nothing is written`, async (t) => {
      const home = homeWith(t, { "folder/token": table.token });
      const before = everythingIn(home);
      const file = join(home, path);
      const { code, stderr } = await install(home, ["--token-file", file]);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        `setup: the token's file ${file} can't be read: name a file that is there and yours to read.\n`,
      );
      assert.deepEqual(everythingIn(home), before);
    });
  }

  test("the token may come from what another command writes", async (t) => {
    const home = temporaryFolder(t);
    const given = 'bash "$0" "$@" --token-file <(printf %s "$TOKEN")';
    const options = { env: { TOKEN: table.token }, shell: ["bash", "-c", given, setupScript] };
    assert.equal((await install(home, [], options)).code, 0);
    assert.ok(readFileSync(join(home, ".codex/config.toml"), "utf8").includes(table.token));
  });

  test("a folder in the place of config.toml is not asked for the address", async (t) => {
    const home = homeWith(t, { ".codex/config.toml/mine": "" });
    const withoutAddress = await runSetup(home, ["--print-config"]);
    assert.equal(withoutAddress.stderr.split("\n").length, 2, withoutAddress.stderr);
    assert.match(withoutAddress.stderr, /^setup: where is the proxy\?/);
    const { code, stderr } = await runSetup(home, ["--url", table.address, "--print-config"]);
    assert.deepEqual([code, stderr], [0, ""]);
  });

  for (const { what, before } of table.cases.filter(({ after }) => after === undefined)) {
    test(`a dry run with ${what} leaves nothing behind`, async (t) => {
      const home = homeWith(t, { ".codex/config.toml": before });
      const temporary = temporaryFolder(t);
      const { code } = await install(home, ["--dry-run"], { env: { TMPDIR: temporary } });
      assert.equal(code, 1);
      assert.deepEqual(everythingIn(temporary), {});
    });
  }

  const fails = "echo raw words of a program >&2; exit 1";
  for (const [what, program, text] of [
    ["no file can be made", "mktemp", fails],
    ["the configuration can't be edited", "awk", fails],
    ["the backup can't be written", "cp", fails],
    ["the backup can't be put in its place", "mv", fails],
  ] as const) {
    test(`where ${what}: one sentence, and nothing is left behind`, async (t) => {
      const home = homeWith(t, { ".codex/config.toml": "# mine\n" });
      const before = everythingIn(home);
      const { code, stderr } = await install(home, [], { env: standIns(t, { [program]: text }) });
      assert.equal(code, 1);
      assert.match(stderr, /^setup: [^\n]* left as it is: [^\n]*, then run this again\.\n$/);
      assert.deepEqual(everythingIn(home), before);
    });
  }

  test("where config.toml can't be replaced: one sentence, and nothing but the backup is left behind", async (t) => {
    const home = homeWith(t, { ".codex/config.toml": "# mine\n" });
    const mv = `case "$*" in *.codex/config.toml) ${fails} ;; esac; PATH=\${PATH#*:} exec mv "$@"`;
    const { code, stderr } = await install(home, [], { env: standIns(t, { mv }) });
    assert.equal(code, 1);
    assert.match(stderr, /^setup: [^\n]*\/config\.toml can't be written, [^\n]*\.\n$/);
    assert.deepEqual(everythingIn(home), {
      ".codex": "a folder",
      ".codex/config.toml": "# mine\n",
      ".codex/config.toml.before-codex-proxy": "# mine\n",
    });
  });

  test("on a full disk: one sentence, and nothing is left behind", async (t) => {
    const home = homeWith(t, { ".codex/config.toml": "# mine\n" });
    const before = everythingIn(home);
    const full = `trap "" XFSZ; ulimit -f 0; exec bash "$0" "$@"`;
    const { code, stderr } = await install(home, [], { shell: ["bash", "-c", full, setupScript] });
    assert.equal(code, 1);
    assert.match(stderr, /^setup: [^\n]* room on the disk, then run this again\.\n$/);
    assert.deepEqual(everythingIn(home), before);
  });

  test("stopped halfway: no file with the token in it is left behind", async (t) => {
    const home = homeWith(t, { ".codex/config.toml": "# mine\n" });
    const before = everythingIn(home);
    const { code } = await install(home, [], { env: standIns(t, { cp: "kill -TERM $PPID" }) });
    assert.notEqual(code, 0);
    assert.deepEqual(everythingIn(home), before);
  });

  test("an uninstall that can't replace config.toml: one sentence, and nothing is left behind", async (t) => {
    const home = homeWith(t, { ".codex/config.toml": "# mine\n" });
    await install(home);
    const before = everythingIn(home);
    const { code, stderr } = await runSetup(home, ["--uninstall"], { env: standIns(t, { mv: fails }) });
    assert.equal(code, 1);
    assert.match(stderr, /^setup: [^\n]*\/config\.toml can't be written, [^\n]*\.\n$/);
    assert.deepEqual(everythingIn(home), before);
  });

  test("an uninstall that can't write the profile says so in one sentence, and does not go on", async (t) => {
    const home = homeWith(t, { ".bashrc": "# mine\n" });
    await install(home, ["--openai-env"]);
    const profile = readFileSync(join(home, ".bashrc"), "utf8");
    const mktemp = `case "$*" in *.bashrc*) ${fails} ;; esac; PATH=\${PATH#*:} exec mktemp "$@"`;
    const { code, stderr } = await runSetup(home, ["--uninstall"], { env: standIns(t, { mktemp }) });
    assert.equal(code, 1);
    assert.match(stderr, /^setup: [^\n]* can't be written, [^\n]*\.\n$/);
    assert.equal(readFileSync(join(home, ".bashrc"), "utf8"), profile);
  });

  test("a home with a quote in its name, for other tools: said before anything is written", async (t) => {
    const home = join(temporaryFolder(t), "ada's");
    mkdirSync(home);
    const { code, stderr } = await install(home, ["--openai-env"]);
    assert.equal(code, 1);
    assert.match(stderr, /^setup: there is a quote in [^\n]*\.\n$/);
    assert.deepEqual(everythingIn(home), {});
  });
});
