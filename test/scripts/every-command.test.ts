import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { runScript } from "./run-script.ts";

const commands = readdirSync("scripts").flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? []);

for (const name of commands) {
  test(`${name} --help says what it does, and no default that says nothing`, async () => {
    const { code, stdout, stderr } = await runScript(name, ["--help"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.ok(stdout.startsWith(`Usage: ${name} `));
    assert.doesNotMatch(stdout, /\(default:\s+(false|\[\])\)/);
  });

  test(`${name} with a flag that it has not ends with 2 and one line`, async () => {
    const { code, stdout, stderr } = await runScript(name, ["--no-such-flag"], {
      env: { CODEX_PROXY_URL: "https://proxy.example.com" },
    });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^[^\n]*--no-such-flag[^\n]*\n$/);
  });
}
