import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import table from "../fixtures/setup/configs.json" with { type: "json" };
import { Computer } from "../powershell/computer.ts";
import type { Answer, Asked } from "../powershell/network.ts";

/** What setup-windows.ps1 does to a computer, in the tests' own PowerShell: its files, its network, its variables. */

const script = readFileSync(new URL("../../scripts/setup-windows.ps1", import.meta.url), "utf8");
const scriptPath = "C:\\setup-windows.ps1";
const config = "C:\\Users\\ada\\.codex\\config.toml";
const backup = `${config}.before-codex-proxy`;
const ours = { "X-Codex-Proxy-Request-Id": "1" };
const installed = table.cases.find(({ what }) => what === "an empty file")!.after!;

function windows({ before, answer }: { before?: string | Buffer; answer?: Answer | undefined } = {}) {
  const computer = new Computer("Windows");
  computer.files.write(scriptPath, script);
  for (const text of [before].filter((text) => text !== undefined)) computer.files.write(config, text);
  computer.typed = table.token;
  const asked: Asked[] = [];
  computer.network = (request) => {
    asked.push(request);
    return answer;
  };
  const textOf = (path: string) => computer.files.read(path).bytes.toString();
  const run = (...args: string[]) => computer.run(scriptPath, "-Url", table.address, ...args);
  const own = () => computer.files.paths.filter((path) => path !== scriptPath);
  return { computer, asked, textOf, run, own };
}

const wellAnswered = { status: 200, headers: ours, body: '{"object":"list","data":[]}' };

suite("setup-windows.ps1 on a computer", () => {
  test("asks for a token, tries it, and writes a file that its user alone can read", () => {
    const { computer, asked, textOf, run, own } = windows({ answer: wellAnswered });
    const { code, output, errors } = run();
    assert.deepEqual([code, errors], [0, []]);
    assert.deepEqual(output.slice(0, 2), [
      "The proxy knows your token, and OpenAI answers.",
      `Codex is set up: ${config} names the proxy, and only you can read it.`,
    ]);
    assert.deepEqual(asked, [{ url: `${table.address}/v1/models`, authorization: `Bearer ${table.token}` }]);
    assert.equal(textOf(config), installed);
    assert.deepEqual(computer.files.read(config).access, ["Allow ada FullControl"]);
    assert.deepEqual(own(), [config]);
    assert.ok(!output.join().includes(table.token));
  });

  test("elsewhere than on Windows, a mode keeps the file to its user", () => {
    const computer = new Computer("elsewhere");
    computer.files.write("/setup.ps1", script);
    computer.environment["CODEX_PROXY_TOKEN"] = ` ${table.token}\n`;
    assert.equal(computer.run("/setup.ps1", "-Url", table.address, "-NoCheck").code, 0);
    assert.deepEqual(computer.files.read("/home/ada/.codex/config.toml").access, ["600"]);
  });

  for (const { what, before, after, undone = before } of table.cases.filter(({ after }) => after)) {
    test(`with ${what}: written, not twice, and given back to the byte`, () => {
      const { textOf, run, own } = windows({ before });
      assert.equal(run("-NoCheck").code, 0);
      assert.equal(textOf(config), after);
      assert.match(run("-NoCheck").output[0]!, /^Codex is set up already: .* did not change\.$/);
      assert.deepEqual(run("-Uninstall").output, [`${config} is as it was before.`]);
      assert.equal(textOf(config), undone);
      assert.deepEqual(own(), [config]);
    });
  }

  test("a file of which only the install is left, behind a line that had no end, is gone after an uninstall", () => {
    const torn = installed
      .replace("takes it out", "takes it out (the line before had no end)")
      .replaceAll("\n", "\r\n");
    const { run, own } = windows({ before: torn });
    assert.equal(run("-Uninstall").code, 0);
    assert.deepEqual(own(), []);
  });

  test("the configuration from before is kept, and an uninstall without it gives the same back", () => {
    const { computer, textOf, run } = windows({ before: "# mine" });
    run("-NoCheck");
    assert.equal(textOf(backup), "# mine");
    computer.files.remove(backup);
    run("-Uninstall");
    assert.equal(textOf(config), "# mine");
  });

  test("a backup that differs by a byte order mark alone is not taken for what is given back", () => {
    const { computer, textOf, run } = windows({ before: "# mine\n" });
    run("-NoCheck");
    computer.files.write(backup, "\uFEFF# mine\n");
    run("-Uninstall");
    assert.equal(textOf(config), "# mine\n");
  });

  test("an uninstall where there was no file leaves none, and a second one says that there is nothing", () => {
    const { run, own } = windows();
    run("-NoCheck");
    run("-Uninstall");
    assert.deepEqual(own(), []);
    assert.deepEqual(run("-Uninstall").output, ["There is nothing of this script here."]);
  });

  test("a dry run asks nobody, writes nothing and shows no credentials", () => {
    const secret = `experimental_bearer_token = "${table.token}"\n`;
    const { asked, textOf, run, own } = windows({ before: secret });
    const { code, output } = run("-DryRun");
    assert.deepEqual([code, asked, own(), textOf(config)], [0, [], [config], secret]);
    assert.match(output[1]!, /^model_provider = "codexproxy" # set/);
    assert.ok(!output.join().includes(table.token));
  });

  for (const [what, typed, answer, problem] of [
    ["an OpenAI key", "sk-abc", wellAnswered, "that is an OpenAI key, not a proxy token; [^\n]*"],
    [
      "a token that the proxy refuses",
      table.token,
      { status: 401, headers: ours, body: '{"error":{"message":"codex-proxy: no."}}' },
      "the proxy does not let you in: codex-proxy: no\\. Nothing was changed",
    ],
    [
      "a refusal that ends in a question",
      table.token,
      { status: 403, headers: ours, body: '{"error":{"message":"Are you ann?"}}' },
      "the proxy does not let you in: Are you ann\\? Nothing was changed",
    ],
    [
      "a sign-in page on the way",
      table.token,
      { status: 302, headers: { Location: "https://sign-in.example.com" }, body: "" },
      "status 302 came back, but not from codex-proxy: [^\n]*",
    ],
    ["nobody there", table.token, undefined, "[^\n]* could not be asked \\(ConnectFailure\\): [^\n]*"],
  ] as const) {
    test(`${what}: one sentence, and nothing is written`, () => {
      const { computer, run, own } = windows({ answer });
      computer.typed = typed;
      const { code, output, errors } = run();
      assert.deepEqual([code, output, errors.length], [1, [], 1]);
      assert.match(errors[0]!, new RegExp(`^setup: ${problem}\\.$`));
      assert.deepEqual(own(), []);
    });
  }

  test("an OpenAI key is not sent anywhere", () => {
    const { computer, asked, run } = windows({ answer: wellAnswered });
    computer.typed = "sk-abc";
    run();
    assert.deepEqual(asked, []);
  });

  test("a folder that can't be written: one sentence, and no half of a file", () => {
    const { computer, textOf, run, own } = windows({ before: "# codex-proxy setup was here\n" });
    computer.files.readOnly.add("C:\\Users\\ada\\.codex");
    assert.deepEqual(run("-NoCheck"), {
      code: 1,
      output: [],
      errors: [`setup: ${config} can't be written: nothing was changed.`],
    });
    assert.deepEqual([own(), textOf(config)], [[config], "# codex-proxy setup was here\n"]);
  });

  for (const args of [["-NoCheck"], ["-DryRun"], ["-Uninstall"]]) {
    test(`a folder in the place of config.toml, ${args[0]}: one sentence, and nothing is written`, () => {
      const { computer, run, own } = windows();
      computer.files.folders.add(config);
      assert.deepEqual(run(...args), {
        code: 1,
        output: [],
        errors: [
          `setup: ${config} is not a file that can be read, so nothing was changed: move it away, or close what has it open, then run this again.`,
        ],
      });
      assert.deepEqual(own(), []);
    });
  }

  test("the configuration is printed all the same where config.toml is a folder", () => {
    const { computer, run } = windows();
    computer.files.folders.add(config);
    assert.equal(run("-PrintConfig").code, 0);
  });

  for (const what of ["a folder", "a file that is not there"]) {
    test(`the token's file is ${what}: one sentence, and nothing is written`, () => {
      const { computer, run, own } = windows();
      computer.files.folders.add("C:\\a folder");
      assert.deepEqual(run("-NoCheck", "-TokenFile", `C:\\${what}`), {
        code: 1,
        output: [],
        errors: [
          `setup: the token's file C:\\${what} can't be read: name a file that is there and yours to read.`,
        ],
      });
      assert.deepEqual(own(), []);
    });
  }

  test("a configuration that another program has open: one sentence, and no half of a file", () => {
    const { computer, run, own } = windows({ before: "# codex-proxy setup was here\n" });
    computer.files.locked.add(config);
    assert.match(run("-NoCheck").errors[0]!, /config\.toml can't be written: nothing was changed\.$/);
    assert.deepEqual(own(), [config]);
  });

  test("a token does not follow a redirect to somewhere else", () => {
    const { asked, run } = windows({
      answer: { status: 302, headers: { Location: "https://sign-in.example.com" }, body: "" },
    });
    run();
    assert.deepEqual(
      asked.map(({ url }) => url),
      [`${table.address}/v1/models`],
    );
  });

  test("a configuration that is not UTF-8, as `>` of Windows PowerShell writes it: one sentence", () => {
    const { run } = windows({ before: Buffer.from("\uFEFFmodel = 1", "utf16le") });
    const { code, errors } = run("-NoCheck");
    assert.equal(code, 1);
    assert.deepEqual(errors, [
      `setup: ${config} is not UTF-8, so Codex can't read it either: nothing was changed.`,
    ]);
  });

  test("a token from a file may have a byte order mark before it and a line's end behind it", () => {
    const { computer, textOf, run } = windows();
    computer.files.write("C:\\token.txt", `\uFEFF${table.token}\r\n`);
    assert.equal(run("-NoCheck", "-TokenFile", "C:\\token.txt").code, 0);
    assert.equal(textOf(config), installed);
  });

  test("for other tools, the user's variables are set, and taken away again", () => {
    const { computer, run } = windows();
    run("-NoCheck", "-OpenAIEnv");
    assert.deepEqual(
      [...computer.userEnvironment],
      [
        ["OPENAI_BASE_URL", `${table.address}/v1`],
        ["OPENAI_API_KEY", table.token],
      ],
    );
    run("-Uninstall");
    assert.deepEqual([...computer.userEnvironment], []);
  });

  test("variables that name something else stay", () => {
    const { computer, run } = windows();
    run("-NoCheck");
    computer.userEnvironment.set("OPENAI_BASE_URL", "https://other.example.com/v1");
    run("-Uninstall");
    assert.equal(computer.userEnvironment.get("OPENAI_BASE_URL"), "https://other.example.com/v1");
  });

  test("a later run finds the address in the file", () => {
    const { computer, run } = windows();
    run("-NoCheck");
    assert.match(computer.run(scriptPath, "-NoCheck").output[0]!, /did not change/);
  });

  test("without any address: one sentence", () => {
    const { computer } = windows();
    assert.deepEqual(computer.run(scriptPath).errors, ["setup: where is the proxy? give -Url https://...."]);
  });

  test("prints the configuration without a token", () => {
    const { run, own } = windows();
    assert.equal(
      run("-PrintConfig").output.join("\n"),
      `model_provider = "codexproxy"\n\n${installed.split("\n").slice(2, -2).join("\n")}\nexperimental_bearer_token = "<your proxy token>"`,
    );
    assert.deepEqual(own(), []);
  });

  test("says what was used, with the token from the file", () => {
    const used = { user_id: "ada", from: "2026-11-01", to: "2026-11-22", requests: 3, total_tokens: 70 };
    const tokens = { input_tokens: 50, cached_input_tokens: 40, output_tokens: 20, reasoning_tokens: 10 };
    const body = JSON.stringify({ ...used, ...tokens, cost_usd: 1.5 });
    const { asked, run } = windows({ before: installed, answer: { status: 200, headers: ours, body } });
    assert.deepEqual(run("-Usage").output, [
      "ada, 2026-11-01 to 2026-11-22: 3 requests, 70 tokens, $1.50",
      "input 50 (cached 40), output 20 (reasoning 10)",
    ]);
    assert.deepEqual(asked, [
      { url: `${table.address}/v1/usage/me`, authorization: `Bearer ${table.token}` },
    ]);
  });
});
