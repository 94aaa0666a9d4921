import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { type Assembly } from "../../scripts/deploy/assembly.ts";
import { unknownToCdk } from "../../scripts/deploy/cdk-flags.ts";
import { preflight } from "../../scripts/deploy/preflight.ts";
import { LiveDeployment } from "../../scripts/validate/live-deployment.ts";
import { type RehearsedDeployment, rehearseDeployment } from "../infra/rehearsed-deployment.ts";
import { region } from "../infra/resolved.ts";
import { runScript } from "./run-script.ts";

/** A build, a synth and every check of it, on a busy machine. */
const synthPatienceMs = 90_000;

interface Obstacle {
  name: string;
  inject(live: RehearsedDeployment): unknown;
  assembly?: Partial<Assembly>;
  says: RegExp;
}

const obstacles: readonly Obstacle[] = [
  {
    name: "an account in which CDK was never set up",
    inject: ({ controlPlane }) => delete controlPlane.state.stacks["CDKToolkit"],
    says: /^CDK is not set up in this account and region: npx cdk bootstrap aws:\/\/123456789012\/us-east-1$/,
  },
  {
    name: "tables and a bucket that an earlier deployment has left",
    inject: ({ controlPlane }) => delete controlPlane.state.stacks["codex-proxy"],
    says: /^the table codex-proxy-tokens and the table codex-proxy-usage and the bucket codex-proxy-logs-123456789012 are there already, without a stack: npm run deploy -- --import-existing-resources takes over /,
  },
  {
    name: "a first deployment that has failed",
    inject: ({ controlPlane }) => (controlPlane.state.stacks["codex-proxy"] = "ROLLBACK_COMPLETE"),
    says: /^the stack codex-proxy is ROLLBACK_COMPLETE, which no deployment can mend: .* npm run destroy$/,
  },
  {
    name: "an upgrade that could not be taken back",
    inject: ({ controlPlane }) => (controlPlane.state.stacks["codex-proxy"] = "UPDATE_ROLLBACK_FAILED"),
    says: /^the stack codex-proxy could neither be changed nor put back: npx cdk rollback codex-proxy$/,
  },
  {
    name: "a deployment that is under way",
    inject: ({ controlPlane }) => (controlPlane.state.stacks["codex-proxy"] = "UPDATE_IN_PROGRESS"),
    says: /^the stack codex-proxy is UPDATE_IN_PROGRESS: wait until that is over$/,
  },
  {
    name: "no OpenAI key",
    inject: ({ secrets, secretId }) => secrets.remove(secretId),
    says: /^there is no secret codex-proxy\/openai-api-key: npm run set-openai-key$/,
  },
  {
    name: "a placeholder instead of the OpenAI key",
    inject: ({ secrets, secretId }) => secrets.put(secretId, "your-api-key-goes-here"),
    says: /^codex-proxy\/openai-api-key holds a placeholder, not a key: npm run set-openai-key$/,
  },
  {
    name: "a new account's quota of ten requests at one time",
    inject: ({ controlPlane }) => (controlPlane.state.concurrencyQuota = 10),
    says: /^the account may run 10 requests at one time, .* 2 warm instances can't be had: deploy with -c provisionedConcurrency=0, or ask for more with aws service-quotas /,
  },
  {
    name: "a share that is larger than the account",
    inject: () => {},
    assembly: { reservedConcurrency: 950 },
    says: /^the account may run 1000 requests .* a share of 950 can't be had: deploy with a smaller -c reservedConcurrency, or /,
  },
];

suite("a deployment is looked at before it begins", () => {
  const sound: Assembly = {
    stage: "prod",
    region: undefined,
    provisionedConcurrency: 2,
    reservedConcurrency: 0,
  };
  let rehearsed: RehearsedDeployment;
  let live: LiveDeployment;
  before(async () => {
    rehearsed = await rehearseDeployment();
    Object.assign(process.env, rehearsed.env, { AWS_REGION: region });
    live = await LiveDeployment.open("prod", undefined);
  });
  after(() => rehearsed.close());

  const look = (assembly: Partial<Assembly> = {}, importsExisting = false): Promise<string[]> =>
    preflight(live, { assembly: { ...sound, ...assembly }, importsExisting });

  test("an upgrade of what is there can begin", async () => {
    assert.deepEqual(await look(), []);
  });

  for (const { name, inject, assembly, says } of obstacles) {
    test(`${name} is one sentence, with its mend`, async () => {
      const { state } = rehearsed.controlPlane;
      const before = structuredClone(state);
      const key = rehearsed.secrets.value(rehearsed.secretId)!;
      await inject(rehearsed);
      const problems = await look(assembly);
      Object.assign(state, before);
      rehearsed.secrets.put(rehearsed.secretId, key);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, says);
    });
  }

  test("what an earlier deployment has left can be taken over", async () => {
    const { stacks } = rehearsed.controlPlane.state;
    delete stacks["codex-proxy"];
    const problems = await look({}, true);
    stacks["codex-proxy"] = "CREATE_COMPLETE";
    assert.deepEqual(problems, []);
  });

  test("npm run deploy synthesises, looks, and says that nothing stands in the way", async () => {
    const { code, stderr } = await runScript("deploy", ["-c", "memoryMb=256", "--check-only"], {
      env: { ...rehearsed.env, AWS_REGION: region },
      patienceMs: synthPatienceMs,
    });
    assert.match(stderr, /Nothing stands in the way\.\n$/);
    assert.equal(code, 0);
  });

  test("npm run deploy stops at a wrong setting, with its name", async () => {
    const { code, stderr } = await runScript("deploy", ["-c", "memoryMb=1", "--check-only"], {
      patienceMs: synthPatienceMs,
    });
    assert.match(
      stderr,
      /^codex-proxy: the setting memoryMb is not usable: expected a whole number from 128 to 10240\.$/m,
    );
    assert.match(stderr, /^deploy: cdk synth failed; what it says stands above$/m);
    assert.equal(code, 1);
  });

  test("npm run deploy looks in the region that --region names", async () => {
    const { code, stderr } = await runScript("deploy", ["--check-only", "--region", region], {
      env: rehearsed.env,
      patienceMs: synthPatienceMs,
    });
    assert.match(stderr, /Nothing stands in the way\.\n$/);
    assert.equal(code, 0);
  });

  test("npm run deploy without a region advises no flag that it has not", async () => {
    const { code, stderr } = await runScript("deploy", ["--check-only"], { patienceMs: synthPatienceMs });
    assert.match(stderr, /^deploy: no AWS region is set; use --region or set AWS_REGION$/m);
    assert.equal(code, 1);
  });

  test("npm run deploy with a flag that neither it nor cdk has ends before anything is built", async () => {
    const { code, stderr } = await runScript("deploy", ["-c", "stage=dev", "--nope"]);
    assert.deepEqual(
      [code, stderr],
      [2, "deploy: there is no option --nope; npx cdk deploy --help lists those of cdk deploy\n"],
    );
  });

  test("a flag of cdk deploy is known however it is written, and one that it has not is found", () => {
    const known =
      "-c stage=dev -c=stage=dev --context=stage=dev -vvv -R --no-rollback --require-approval never";
    assert.deepEqual(unknownToCdk([...known.split(" "), "--nope=1", "--no-rollbacks"]), [
      "--nope",
      "--no-rollbacks",
    ]);
  });

  test("npm run destroy takes nothing away until the stack is named", async () => {
    const env = { ...rehearsed.env, AWS_REGION: region };
    for (const args of [[], ["--confirm", "yes"]]) {
      const { code, stderr } = await runScript("destroy", args, { env });
      assert.equal(code, 1);
      assert.match(stderr, /^destroy: nothing was taken away; [^\n]* add --confirm codex-proxy\n$/);
    }
    assert.equal(rehearsed.controlPlane.state.isTerminationProtected, true);
  });

  test("npm run destroy leaves the data, and names the commands that would take it away", async () => {
    const env = { ...rehearsed.env, AWS_REGION: region };
    const { code, stderr } = await runScript("destroy", ["--confirm", "codex-proxy"], { env });
    assert.equal(code, 0);
    assert.deepEqual(rehearsed.controlPlane.state.stacks, { CDKToolkit: "UPDATE_COMPLETE" });
    assert.match(
      stderr,
      /Its data stays until .*\n {2}aws dynamodb update-table --table-name codex-proxy-tokens /,
    );
    assert.match(stderr, /\n {2}aws s3 rb s3:\/\/codex-proxy-logs-123456789012 --force\n/);
    const again = await runScript("destroy", ["--confirm", "codex-proxy"], { env });
    assert.equal(again.stderr, "destroy: there is no stack codex-proxy; check --region and --stage\n");
  });
});
