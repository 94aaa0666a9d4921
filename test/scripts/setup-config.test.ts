import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type TestContext, suite, test } from "node:test";
import table from "../fixtures/setup/configs.json" with { type: "json" };
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { runSetup } from "./run-setup.ts";

/** What setup.sh does to a config.toml; scripts/setup-windows.ps1 has the same table. */

const install = (home: string, ...args: string[]) =>
  runSetup(home, ["--url", table.address, "--no-check", "--token-file", "-", ...args], {
    input: table.token,
  });
const uninstall = (home: string) => runSetup(home, ["--uninstall"]);

function homeWith(t: TestContext, config: string): { home: string; file: string } {
  const home = join(temporaryFolder(t), "a home with spaces");
  const file = join(home, ".codex/config.toml");
  mkdirSync(join(home, ".codex"), { recursive: true });
  writeFileSync(file, config);
  return { home, file };
}

suite("setup.sh and a config.toml", { concurrency: 2 }, () => {
  for (const { what, before, after, undone = before } of table.cases.filter(
    (entry) => entry.after !== undefined,
  )) {
    test(`with ${what}: merged, unchanged by a second run, and given back to the byte`, async (t) => {
      const { home, file } = homeWith(t, before);
      assert.equal((await install(home)).stderr, "");
      assert.equal(readFileSync(file, "utf8"), after);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.match((await install(home)).stdout, /did not change/);
      assert.equal(readFileSync(file, "utf8"), after);
      assert.equal((await uninstall(home)).stderr, "");
      assert.equal(readFileSync(file, "utf8"), undone);
      assert.deepEqual(readdirSync(join(home, ".codex")), ["config.toml"]);
    });

    test(`with ${what}: given back to the byte without the backup as well`, async (t) => {
      const { home, file } = homeWith(t, `${before}`);
      await install(home);
      writeFileSync(`${file}.before-codex-proxy`, "something else");
      await uninstall(home);
      assert.equal(readFileSync(file, "utf8"), undone);
    });
  }

  for (const { what, before, refusedAtLine } of table.cases.filter((entry) => entry.after === undefined)) {
    test(`with ${what}: refused with its line, and left alone`, async (t) => {
      const { home, file } = homeWith(t, before);
      const { code, stderr } = await install(home);
      assert.equal(code, 1);
      assert.match(
        stderr,
        new RegExp(`^setup: [^\\n]* in line ${refusedAtLine} [^\\n]*--print-config\\.\\n$`),
      );
      assert.equal(readFileSync(file, "utf8"), before);
      assert.deepEqual(readdirSync(join(home, ".codex")), ["config.toml"]);
    });
  }

  test("that is not there: made for its owner alone, and gone again", async (t) => {
    const home = temporaryFolder(t);
    assert.equal((await install(home)).code, 0);
    assert.equal(statSync(join(home, ".codex/config.toml")).mode & 0o777, 0o600);
    assert.equal((await uninstall(home)).code, 0);
    assert.deepEqual(readdirSync(join(home, ".codex")), []);
  });

  test("that Codex wrote into meanwhile: its lines stay, ours go", async (t) => {
    const { home, file } = homeWith(t, 'model_provider = "acme"\n');
    await install(home);
    const project = '\n[projects."/work"]\ntrust_level = "trusted"\n';
    writeFileSync(file, readFileSync(file, "utf8") + project);
    await uninstall(home);
    assert.equal(readFileSync(file, "utf8"), `model_provider = "acme"\n${project}`);
  });

  test("with settings that somebody added to our table: a new address keeps them", async (t) => {
    const { home, file } = homeWith(t, "");
    await install(home);
    writeFileSync(file, `${readFileSync(file, "utf8")}stream_max_retries = 2\n`);
    await runSetup(home, ["--url", "https://other.example.com", "--no-check", "--token-file", "-"], {
      input: table.token,
    });
    assert.match(
      readFileSync(file, "utf8"),
      /base_url = "https:\/\/other\.example\.com\/v1"[^]*stream_max_retries = 2\n$/,
    );
  });

  test("that is a link into another folder: the link stays", async (t) => {
    const { home, file } = homeWith(t, "");
    const dotfiles = join(home, "dotfiles.toml");
    writeFileSync(dotfiles, "# mine\n");
    const codexHome = join(home, "other");
    mkdirSync(codexHome);
    symlinkSync("../dotfiles.toml", join(codexHome, "config.toml"));
    await runSetup(home, ["--url", table.address, "--no-check", "--token-file", "-"], {
      input: table.token,
      env: { CODEX_HOME: codexHome },
    });
    assert.match(readFileSync(dotfiles, "utf8"), /# mine\n/);
    assert.match(readFileSync(dotfiles, "utf8"), /codexproxy/);
    assert.equal(readFileSync(file, "utf8"), "");
  });

  test("in a dry run: shown as a difference without credentials, and nothing is written", async (t) => {
    const { home, file } = homeWith(t, 'experimental_bearer_token = "codexproxy_0123456789"\n');
    const { code, stdout } = await runSetup(home, ["--url", table.address, "--dry-run"]);
    assert.equal(code, 0);
    assert.match(stdout, /^\+model_provider = "codexproxy"/m);
    assert.match(stdout, /^\+base_url = "https:\/\/proxy\.example\.com\/v1"$/m);
    assert.ok(!stdout.includes("codexproxy_0123456789"));
    assert.equal(readFileSync(file, "utf8"), 'experimental_bearer_token = "codexproxy_0123456789"\n');
    assert.deepEqual(readdirSync(join(home, ".codex")), ["config.toml"]);
  });

  test("in a home that can't be written: one sentence", async () => {
    const { code, stderr } = await install("/proc");
    assert.equal(code, 1);
    assert.match(stderr, /^setup: \/proc\/\.codex can't be written, [^\n]*\.\n$/);
  });

  test("with nothing of ours in it: an uninstall says so and changes nothing", async (t) => {
    const { home, file } = homeWith(t, "# mine\n");
    assert.match((await uninstall(home)).stdout, /^There is nothing of this script here\.\n$/);
    assert.equal(readFileSync(file, "utf8"), "# mine\n");
  });

  for (const [shell, profile] of [
    ["/bin/bash", process.platform === "darwin" ? ".bash_profile" : ".bashrc"],
    ["/bin/zsh", ".zshrc"],
    ["/usr/bin/fish", ".config/fish/conf.d/codex-proxy.fish"],
  ] as const) {
    for (const before of [undefined, "# mine\n", "# no end"]) {
      test(`for other tools, ${profile} that was ${JSON.stringify(before)}: set, not twice, given back`, async (t) => {
        const { home } = homeWith(t, "");
        const file = join(home, profile);
        mkdirSync(join(file, ".."), { recursive: true });
        for (const text of [before].filter((text) => text !== undefined)) writeFileSync(file, text);
        const options = { input: table.token, env: { SHELL: shell } };
        const args = ["--url", table.address, "--no-check", "--token-file", "-", "--openai-env"];
        assert.equal((await runSetup(home, args, options)).code, 0);
        const once = readFileSync(file, "utf8");
        await runSetup(home, args, options);
        assert.equal(readFileSync(file, "utf8"), once);
        assert.match(once, /codex-proxy\.env/);
        assert.ok(!once.includes(table.token));
        const env = join(home, ".codex/codex-proxy.env");
        assert.equal(statSync(env).mode & 0o777, 0o600);
        assert.ok(readFileSync(env, "utf8").includes(table.token));
        await uninstall(home);
        assert.deepEqual(existsSync(file) ? readFileSync(file, "utf8") : undefined, before);
        assert.ok(!existsSync(env));
      });
    }
  }
});
