import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { readArchived } from "../fakes/archived-exchange.ts";
import { call } from "../fakes/caller.ts";
import type { PolicyStatement } from "../fakes/fake-control-plane.ts";
import { runScript } from "../scripts/run-script.ts";
import { region } from "./resolved.ts";
import { type RehearsedDeployment, rehearseDeployment } from "./rehearsed-deployment.ts";

suite("the synthesised template, deployed on this machine", () => {
  let live: RehearsedDeployment;
  before(async () => (live = await rehearseDeployment()));
  after(() => live.close());

  test("serves a developer's request with the code and the environment as they would be uploaded", async () => {
    const body = '{"model":"gpt-5.5","stream":true,"input":"Hello"}';
    const answer = await call(live.url, { token: live.token, body });
    await live.instance.free();
    assert.equal(answer.status, 200);
    const [exchange] = [...live.s3.objects(live.bucket)].map(([path, { bytes }]) =>
      readArchived(path, bytes),
    );
    assert.equal(exchange?.request.body, body);
    assert.equal(exchange?.response.body, answer.body.toString());
  });

  test("tells a developer what he has used himself", async () => {
    const answer = await call(live.url, { token: live.token, method: "GET", path: "/v1/usage/me" });
    assert.equal(answer.status, 200);
    assert.match(answer.body.toString(), /"requests":1/);
  });

  test("asks AWS for nothing that its role does not allow, and its role allows nothing that it does not ask for", () => {
    const asked = [
      ...live.controlPlane.requests.map(
        ({ headers }) => `dynamodb:${headers["x-amz-target"]?.replace("DynamoDB_20120810.", "")}`,
      ),
      ...live.secrets.requests.map(
        ({ headers }) => `secretsmanager:${headers["x-amz-target"]?.replace("secretsmanager.", "")}`,
      ),
      ...live.s3.requests.map(({ method }) => ({ PUT: "s3:PutObject" })[method] ?? method),
    ];
    // Lambda itself writes the log.
    const allowed = live.controlPlane.state.role
      .flatMap(actionsOf)
      .filter((name) => !name.startsWith("logs:"));
    assert.deepEqual(new Set(asked), new Set(allowed));
  });

  test("is healthy, as npm run validate has it", async () => {
    const { code, stdout, stderr } = await runScript("validate", ["--region", region], { env: live.env });
    assert.equal(stderr, "");
    assert.equal(code, 0);
    assert.equal(stdout.match(/^✓ /gm)?.length, 17);
    assert.match(stdout, /^✓ a developer's request +was forwarded to OpenAI and recorded$/m);
  });

  test("is not there under another stage, and that is said with the command that makes it", async () => {
    const args = ["--region", region, "--stage", "dev"];
    const { code, stdout, stderr } = await runScript("validate", args, { env: live.env });
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^✗ tokens table +there is no table codex-proxy-dev-tokens\n {2}→ npm run deploy -- -c stage=dev$/m,
    );
    assert.match(stdout, /^✗ OpenAI key .*\n {2}→ npm run set-openai-key -- --stage dev$/m);
    assert.match(stderr, /^validate: \d+ of 17 checks failed\n$/);
  });

  test("is not looked at without credentials, which is said in one line", async () => {
    const env = { AWS_EC2_METADATA_DISABLED: "true", HOME: "/nonexistent" };
    const { code, stdout, stderr } = await runScript("validate", ["--region", region], { env });
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^validate: no AWS credentials were found; [^\n]+\n$/);
  });
});

function actionsOf({ Action }: PolicyStatement): string[] {
  return [Action].flat();
}
