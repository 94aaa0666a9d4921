import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { call } from "../fakes/caller.ts";
import { runScript } from "../scripts/run-script.ts";
import { region } from "./resolved.ts";
import { type RehearsedDeployment, rehearseDeployment } from "./rehearsed-deployment.ts";

suite("a rehearsed deployment", () => {
  let live: RehearsedDeployment;
  before(async () => (live = await rehearseDeployment()));
  after(() => live.close());
  test("x", async () => {
    const body = '{"model":"gpt-5.5","stream":true,"input":"Hello"}';
    const answer = await call(live.url, { token: live.token, body });
    console.log(answer.status, [...live.s3.objects(live.bucket).keys()]);
    const r = await runScript("validate", ["--region", region], { env: live.env });
    console.log(r.stdout, r.stderr);
  });
});
