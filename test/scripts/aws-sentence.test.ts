import assert from "node:assert/strict";
import { test } from "node:test";
import { awsSentence } from "../../scripts/cli/aws-sentence.ts";
import { runScript } from "./run-script.ts";

test("a region that does not exist is named by the host that nobody knows", () => {
  const error = Object.assign(new Error("getaddrinfo ENOTFOUND sts.eu-nowhere-1.amazonaws.com"), {
    code: "ENOTFOUND",
    hostname: "sts.eu-nowhere-1.amazonaws.com",
  });
  assert.equal(
    awsSentence(error, []),
    "nothing answers as sts.eu-nowhere-1.amazonaws.com; check the region and the network",
  );
});

const nowhere = {
  AWS_EC2_METADATA_DISABLED: "true",
  HOME: "/nonexistent",
  AWS_CONFIG_FILE: "/nonexistent/config",
};

for (const [name, args, orLocal] of [
  ["destroy", [], ""],
  ["validate", [], ""],
  ["set-openai-key", [], ""],
  ["tokens", ["list"], ", or use --local"],
  ["usage-report", [], ", or use --local"],
] as const) {
  test(`${name} without a region or credentials advises only flags that it has`, async () => {
    const run = (more: readonly string[]) =>
      runScript(name, [...args, ...more], { env: nowhere, input: "sk-made-up\n" });
    const region = await run([]);
    assert.deepEqual(
      [region.code, region.stderr],
      [1, `${name}: no AWS region is set; use --region or set AWS_REGION${orLocal}\n`],
    );
    const credentials = await run(["--region", "us-east-1"]);
    assert.deepEqual(
      [credentials.code, credentials.stderr],
      [
        1,
        `${name}: no AWS credentials were found; sign in with aws sso login or set AWS_PROFILE${orLocal}\n`,
      ],
    );
  });
}
