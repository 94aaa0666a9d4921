import assert from "node:assert/strict";
import { glob, stat } from "node:fs/promises";
import { after, before, suite, test } from "node:test";
import { open } from "../fakes/caller.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { message } from "../fakes/output-items.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { type BuiltBundle, buildBundle } from "./built-bundle.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

suite("what of the bundle is loaded, and when", () => {
  let deployed: Deployment;
  before(async () => {
    const nodeArgs = ["--import", new URL("log-loaded.ts", import.meta.url).href];
    // A record of the beginning would need S3 while the answer is still under way.
    deployed = await startDeployment({ nodeArgs, env: { IN_FLIGHT_RECORDS: "off" } });
  });
  after(() => deployed.close());

  const hasLoaded = (client: string): boolean =>
    deployed.instance.log.some((line) => line.startsWith(`loaded ${client}-sdk-`));

  test("S3's client not before the answer has ended, Secrets Manager's not before the first request", async () => {
    assert.ok(deployed.instance.log.includes("loaded index.mjs"));
    assert.equal(hasLoaded("secrets-manager"), false);

    const upstream = new GatedStream();
    deployed.openAi.answerWith(upstream.behaviour);
    const answering = open(deployed.url, {
      token: deployed.token,
      body: '{"model":"gpt-5.5","stream":true}',
    });
    const [first, ...others] = responsesStream({ output: [message("hello")] });
    await upstream.send(first!);
    const answer = await answering;
    await answer.read(first!);
    assert.ok(await deployed.instance.logged(/^loaded secrets-manager-sdk-/));
    assert.equal(hasLoaded("s3"), false);

    for (const event of others) await upstream.send(event);
    await upstream.end();
    await answer.rest();
    await deployed.settled();
    assert.ok(await deployed.instance.logged(/^loaded s3-sdk-/));
  });
});

suite("the bundle", () => {
  let bundle: BuiltBundle;
  before(async () => (bundle = await buildBundle()));
  after(() => bundle.remove());

  test("has 650 KB at most", async () => {
    let bytes = 0;
    for await (const path of glob(`${bundle.folder}/*.mjs`)) bytes += (await stat(path)).size;
    assert.ok(bytes > 0 && bytes <= 650_000, `${bytes} bytes`);
  });
});
