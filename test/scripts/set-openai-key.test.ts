import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { readKey } from "../../scripts/cli/openai-key.ts";
import { typedUnseen } from "../../scripts/cli/typed-unseen.ts";
import { makeOpenAiKey } from "../fakes/developer-token.ts";
import { FakeSecretsManager } from "../fakes/fake-secrets-manager.ts";
import { type Finished, runScript } from "./run-script.ts";

async function start(t: TestContext): Promise<{
  secrets: FakeSecretsManager;
  setKey: (input: string, ...args: string[]) => Promise<Finished>;
}> {
  const secrets = await FakeSecretsManager.start();
  t.after(() => secrets.close());
  const env = {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url.origin,
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
  };
  return {
    secrets,
    setKey: (input, ...args) =>
      runScript("set-openai-key", ["--region", "us-east-1", ...args], { env, input }),
  };
}

test("a key that is piped in makes the secret, and a second one renews it; neither is shown", async (t) => {
  const { secrets, setKey } = await start(t);
  for (const word of ["Made", "Renewed"]) {
    const key = makeOpenAiKey();
    const { code, stdout, stderr } = await setKey(`${key}\n`);
    assert.equal(code, 0);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      new RegExp(`^${word} the secret codex-proxy/openai-api-key; [^\\n]*within 45 s\\.\\n$`),
    );
    assert.ok(!stderr.includes(key));
    assert.equal(secrets.value("codex-proxy/openai-api-key"), key);
  }
});

test("another stage has a secret of its own", async (t) => {
  const { secrets, setKey } = await start(t);
  const key = makeOpenAiKey();
  await setKey(key, "--stage", "dev");
  assert.equal(secrets.value("codex-proxy-dev/openai-api-key"), key);
});

for (const input of ["", "\n", "sk-...\n", "sk-a key\n", "x".repeat(2000)]) {
  test(`what is no key (${JSON.stringify(input.slice(0, 20))}) is stored nowhere`, async (t) => {
    const { secrets, setKey } = await start(t);
    const { code, stderr } = await setKey(input);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^set-openai-key: the key on standard input is [^\n]* expected one line of letters[^\n]*\n$/,
    );
    assert.deepEqual(secrets.requests, []);
  });
}

test("what is typed is taken without being shown, and a mistyped character can be taken back", async () => {
  const shown: string[] = [];
  const modes: boolean[] = [];
  const terminal = {
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
    async *[Symbol.asyncIterator]() {
      yield* ["sk-", "ax\u007f", "bc\r"].map((text) => Buffer.from(text));
    },
  };
  const output = { write: (text: string) => shown.push(text) };
  assert.equal(await readKey(typedUnseen(terminal, output, "OpenAI key: ")), "sk-abc");
  assert.deepEqual(shown, ["OpenAI key: ", "\n"]);
  assert.deepEqual(modes, [true, false]);
});

test("Ctrl-C stores nothing and gives the terminal back", async () => {
  const modes: boolean[] = [];
  const terminal = {
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
    async *[Symbol.asyncIterator]() {
      yield Buffer.from("sk-\u0003");
    },
  };
  await assert.rejects(readKey(typedUnseen(terminal, { write: () => {} }, "")), /nothing was stored/);
  assert.deepEqual(modes, [true, false]);
});
