import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SecretsManagerKeyStore } from "../../lambda/stores/aws/secrets-manager-key-store.ts";
import { CachedKeyStore } from "../../lambda/stores/cached-key-store.ts";
import { GivenKeyStore } from "../../lambda/stores/local/given-key-store.ts";
import { FakeSecretsManager } from "../fakes/fake-secrets-manager.ts";

const key = "sk-made-up-key-for-tests_0123456789";

async function openSecret(
  t: TestContext,
  value?: string,
): Promise<{ secrets: FakeSecretsManager; store: SecretsManagerKeyStore }> {
  const secrets = await FakeSecretsManager.start();
  const client = new SecretsManagerClient({
    endpoint: secrets.url.href,
    region: "us-east-1",
    credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
  });
  t.after(() => secrets.close());
  t.after(() => client.destroy());
  if (value !== undefined) secrets.put("openai", value);
  return { secrets, store: new SecretsManagerKeyStore(async () => client, "openai") };
}

for (const value of [
  key,
  `${key}\n`,
  JSON.stringify({ OPENAI_API_KEY: key }),
  ` {"OPENAI_API_KEY": "${key}"} `,
]) {
  test(`the key is found in the secret ${JSON.stringify(value.replace(key, "KEY"))}`, async (t) => {
    const { store } = await openSecret(t, value);
    assert.equal(await store.get(), key);
  });
}

for (const value of [
  "",
  "a key with spaces",
  `${key}\n${key}`,
  "{",
  '{"openai":"x"}',
  '{"OPENAI_API_KEY":1}',
  "[1]",
  "sk-é",
]) {
  test(`the secret ${JSON.stringify(value.replaceAll(key, "KEY"))} is refused without being quoted`, async (t) => {
    const { store } = await openSecret(t, value);
    await assert.rejects(store.get(), (error: Error) => {
      assert.match(error.message, /holds no OpenAI key: it must be the key itself, or JSON/);
      assert.ok(!error.message.includes("with spaces") && !error.message.includes(key));
      return true;
    });
  });
}

test("a secret that is not there is an error", async (t) => {
  const { store } = await openSecret(t);
  await assert.rejects(store.get(), /ResourceNotFound|can't find/);
});

test("a given key is given back", async () => {
  assert.equal(await new GivenKeyStore(key).get(), key);
});

/** A store of which the test says what it answers, and that counts how often it was asked. */
function scriptedStore(answers: (string | Error)[]): { asked: number; get(): Promise<string> } {
  return {
    asked: 0,
    async get() {
      const answer = answers[Math.min(this.asked++, answers.length - 1)]!;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

test("a key is fetched once, however many ask for it at once", async () => {
  const store = scriptedStore(["key"]);
  const cached = new CachedKeyStore(store, { maxAgeMs: 1000, now: () => 0 });
  assert.deepEqual(await Promise.all([cached.get(), cached.get(), cached.get()]), ["key", "key", "key"]);
  assert.equal(store.asked, 1);
});

test("a new key is in use once the old one's time is over", async () => {
  let nowMs = 0;
  const cached = new CachedKeyStore(scriptedStore(["old", "new"]), { maxAgeMs: 1000, now: () => nowMs });
  assert.equal(await cached.get(), "old");
  nowMs = 999;
  assert.equal(await cached.get(), "old");
  nowMs = 1000;
  assert.equal(await cached.get(), "new");
});

test("while the store is down the old key goes on being used", async () => {
  let nowMs = 0;
  const cached = new CachedKeyStore(scriptedStore(["old", new Error("down"), "new"]), {
    maxAgeMs: 1000,
    now: () => nowMs,
  });
  assert.equal(await cached.get(), "old");
  nowMs = 1000;
  assert.equal(await cached.get(), "old");
  nowMs = 2000;
  assert.equal(await cached.get(), "new");
});

test("without an old key, a store that is down is an error, and the next request asks again", async () => {
  const cached = new CachedKeyStore(scriptedStore([new Error("down"), "key"]), {
    maxAgeMs: 1000,
    now: () => 0,
  });
  await assert.rejects(cached.get(), /down/);
  assert.equal(await cached.get(), "key");
});

test("a rejected key is asked for at once, and the new one is in use from then on", async () => {
  let nowMs = 0;
  const cached = new CachedKeyStore(scriptedStore(["old", "new"]), { maxAgeMs: 60_000, now: () => nowMs });
  assert.equal(await cached.get(), "old");
  nowMs = 6_000;
  assert.equal(await cached.renew("old"), "new");
  assert.equal(await cached.get(), "new");
});

test("a rejected key that is still the one in the store is not asked for by every request", async () => {
  let nowMs = 0;
  const store = scriptedStore(["same"]);
  const cached = new CachedKeyStore(store, { maxAgeMs: 60_000, now: () => nowMs });
  await cached.get();
  nowMs = 6_000;
  for (let i = 0; i < 10; i++) assert.equal(await cached.renew("same"), "same");
  assert.equal(store.asked, 2);
});

test("a key that was rejected after another request had renewed it is not asked for again", async () => {
  let nowMs = 0;
  const store = scriptedStore(["old", "new"]);
  const cached = new CachedKeyStore(store, { maxAgeMs: 60_000, now: () => nowMs });
  await cached.get();
  nowMs = 6_000;
  await cached.renew("old");
  nowMs = 20_000;
  assert.equal(await cached.renew("old"), "new");
  assert.equal(store.asked, 2);
});
