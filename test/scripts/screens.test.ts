import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { Ajv } from "ajv";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { assertGolden } from "../fakes/golden.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import configs from "../fixtures/setup/configs.json" with { type: "json" };
import schemas from "../golden/json-schemas.json" with { type: "json" };
import { runScript } from "./run-script.ts";
import { runSetup } from "./run-setup.ts";

/** What people and programs see, kept in test/golden: a change of it must be meant. */

suite("screens", () => {
  test("an administrator's day", async (t) => {
    const folder = temporaryFolder(t);
    const run = async (script: string, ...args: string[]) => {
      const { code, stdout, stderr } = await runScript(script, [...args, "--local", join(folder, "data")]);
      return `$ ${script} ${args.join(" ")}\n${stdout}${stderr}[${code}]\n\n`;
    };
    openLocalDatabase(join(folder, "data")).close();
    writeFileSync(join(folder, "people.csv"), "user,team\nzoë@example.com,web\n田中@example.com,core\n");
    let screen = await run("tokens", "list");
    screen += await run(
      "tokens",
      "add",
      "--user",
      "ann@example.com",
      "--team",
      "core",
      "--models",
      "gpt-5.5",
    );
    screen += await run("tokens", "import", join(folder, "people.csv"), "--dry-run");
    screen += await run("tokens", "import", join(folder, "people.csv"));
    screen += await run("tokens", "disable", "ann@example.com", "--why", "lost laptop");
    screen += await run("tokens", "list");
    screen += await run("tokens", "list", "--state", "disabled", "--keys");
    screen += await run("tokens", "show", "ann@example.com");
    screen += await run("tokens", "rotate", "zoë@example.com", "--grace", "7d");
    screen += await run("tokens", "disable", "zoë@example.com");
    screen += await run("tokens", "remove", "ann@example.com");
    screen += await run("tokens", "remove", "ann@example.com", "--yes");
    screen += await run("onboard", "bob@example.com", "--url", "https://proxy.example.com/v1");
    screen += await run("onboard", "bob@example.com", "--url", "https://proxy.example.com");
    assertGolden("admin", screen.replaceAll(folder, "/folder"));
  });

  test("a developer's set-up", async (t) => {
    const folder = temporaryFolder(t);
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await runSetup(join(folder, "home"), args, {
        input: configs.token,
        env: { SHELL: "/bin/zsh" },
      });
      return `$ setup.sh ${args.join(" ")}\n${stdout}${stderr}[${code}]\n\n`;
    };
    const given = ["--url", "https://proxy.example.com", "--no-check", "--token-file", "-"];
    let screen = await run("--help");
    screen += await run();
    screen += await run("--url", "https://proxy.example.com", "--print-config");
    screen += await run("--url", "https://proxy.example.com", "--dry-run");
    screen += await run(...given, "--openai-env");
    screen += await run(...given);
    screen += await run("--uninstall");
    screen += await run("--uninstall");
    assertGolden("setup", screen.replaceAll(folder, "/folder"));
  });

  for (const [command, args] of [
    ["tokens add", ["--user", "bob@example.com", "--json"]],
    ["tokens list", ["--json"]],
    ["tokens show", ["ann@example.com", "--json"]],
    ["tokens rotate", ["ann@example.com", "--json"]],
    ["onboard", ["bob@example.com", "--url", "https://proxy.example.com", "--json"]],
    ["check-response-origin", ["some error", "--json"]],
  ] as const) {
    test(`${command} --json is as its schema has it`, async (t) => {
      const data = ["--local", join(temporaryFolder(t), "data")];
      await runScript("tokens", ["add", "--user", "ann@example.com", "--team", "core", ...data]);
      const [script, ...subcommand] = command.split(" ");
      const { code, stdout, stderr } = await runScript(script!, [...subcommand, ...args, ...data]);
      assert.equal(code, 0, stderr);
      const validate = new Ajv({ allowUnionTypes: true }).compile(schemas[command]);
      assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    });
  }

  test("no token of a screen is a real one", () => {
    for (const name of ["admin", "setup"]) {
      const screen = readFileSync(new URL(`../golden/${name}.txt`, import.meta.url), "utf8");
      assert.doesNotMatch(screen, /codexproxy_(?!t{46})[0-9A-Za-z]{46}/);
    }
  });
});
