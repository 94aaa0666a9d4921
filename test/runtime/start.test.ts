import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { type BuiltBundle, buildBundle } from "./built-bundle.ts";
import { LambdaInstance } from "./lambda-instance.ts";

suite("the start of the bundle", () => {
  const env = {
    TOKENS_TABLE: "tokens",
    USAGE_TABLE: "usage",
    LOGS_BUCKET: "logs",
    OPENAI_SECRET_ID: "secret",
  };
  let bundle: BuiltBundle;
  before(async () => (bundle = await buildBundle()));
  after(() => bundle.remove());

  const start = (env: Record<string, string>): Promise<LambdaInstance> =>
    LambdaInstance.start({ bundle: bundle.path, env });

  test("asks nothing of AWS: with its variables set it waits for work, whatever is behind them", async (t) => {
    const instance = await start(env);
    t.after(() => instance.stop());
    assert.ok(instance.isAlive);
  });

  for (const name of Object.keys(env)) {
    test(`fails without ${name}, and says so`, async () => {
      const others = Object.fromEntries(Object.entries(env).filter(([key]) => key !== name));
      await assert.rejects(start(others), new RegExp(`${name} is missing: expected`));
    });
  }

  test("fails with every wrong variable at once, and says what was expected", async () => {
    const wrong = { ...env, UPSTREAM_URL: "api.openai.com", LOG_BODIES: "some" };
    await assert.rejects(
      start(wrong),
      /UPSTREAM_URL is not usable: .*LOG_BODIES is \\?"some\\?": expected full, metadata/,
    );
  });
});
