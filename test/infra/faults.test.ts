import assert from "node:assert/strict";
import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { after, before, suite, test } from "node:test";
import { call } from "../fakes/caller.ts";
import { errorAnswer } from "../fakes/json-answer.ts";
import { runScript } from "../scripts/run-script.ts";
import { region } from "./resolved.ts";
import { type RehearsedDeployment, rehearseDeployment } from "./rehearsed-deployment.ts";

interface Fault {
  /** What has happened. */
  name: string;
  inject(live: RehearsedDeployment): unknown;
  /** The check that must fail, the sentence with which, and what mends it. */
  check: string;
  says: RegExp;
  mend: RegExp;
  /** For what the next fault must find mended. */
  undo?(live: RehearsedDeployment): unknown;
  env?: (live: RehearsedDeployment) => Record<string, string>;
}

const deploy = /^npm run deploy$/;
const setKey = /^npm run set-openai-key$/;
const readLog = /^aws logs tail \/aws\/lambda\/codex-proxy /;

const incorrectKey = { message: "Incorrect API key provided", type: "auth", code: "invalid_api_key" };

const faults: readonly Fault[] = [
  {
    name: "a table without deletion protection",
    inject: ({ controlPlane }) => (controlPlane.state.deletionProtection = false),
    check: "usage table",
    says: /^anybody may delete codex-proxy-usage$/,
    mend: /^aws dynamodb update-table --table-name codex-proxy-usage --deletion-protection-enabled$/,
  },
  {
    name: "a table that can't be restored",
    inject: ({ controlPlane }) => (controlPlane.state.pointInTimeRecovery = false),
    check: "tokens table",
    says: /^codex-proxy-tokens can't be taken back in time$/,
    mend: /^aws dynamodb update-continuous-backups /,
  },
  {
    name: "a bucket that may be made public",
    inject: ({ s3, bucket }) => s3.unprotected.add(bucket),
    undo: ({ s3, bucket }) => s3.unprotected.delete(bucket),
    check: "archive bucket",
    says: /^codex-proxy-logs-123456789012 may be made public$/,
    mend: /^aws s3api put-public-access-block --bucket codex-proxy-logs-123456789012 /,
  },
  {
    name: "no secret",
    inject: ({ secrets, secretId }) => secrets.remove(secretId),
    check: "OpenAI key",
    says: /^there is no secret codex-proxy\/openai-api-key$/,
    mend: setKey,
  },
  {
    name: "a secret that holds a placeholder",
    inject: ({ secrets, secretId }) => secrets.put(secretId, "sk-REPLACE_ME_with_the_real_key"),
    check: "OpenAI key",
    says: /^codex-proxy\/openai-api-key holds a placeholder, not a key$/,
    mend: setKey,
  },
  {
    name: "a secret that holds something else",
    inject: ({ secrets, secretId }) => secrets.put(secretId, '{"password":"hunter2 "}'),
    check: "OpenAI key",
    says: /^codex-proxy\/openai-api-key: the secret holds no OpenAI key: it must be the key itself, or JSON [^2]+$/,
    mend: setKey,
  },
  {
    name: "a key that OpenAI does not take",
    inject: ({ openAi }) => openAi.answerWith(errorAnswer(401, incorrectKey)),
    undo: ({ openAi }) => openAi.reset(),
    env: ({ token }) => ({ CODEX_PROXY_TOKEN: token }),
    check: "a developer's request",
    says: /^OpenAI answers 401 to GET \/v1\/models$/,
    mend: setKey,
  },
  {
    name: "a token with a typing error",
    inject: () => {},
    env: ({ token }) => ({ CODEX_PROXY_TOKEN: token.slice(0, -1) }),
    check: "a developer's request",
    says: /^CODEX_PROXY_TOKEN holds no token of ours$/,
    mend: /^npm run tokens -- add --user NAME@EXAMPLE.COM$/,
  },
  {
    name: "a function that can't start",
    inject: ({ controlPlane }) =>
      Object.assign(controlPlane.state.configuration, { State: "Inactive", StateReason: "idle for weeks" }),
    check: "function",
    says: /^codex-proxy is Inactive: idle for weeks$/,
    mend: deploy,
  },
  {
    name: "an environment that somebody has edited",
    inject: ({ controlPlane }) =>
      (controlPlane.state.configuration["Environment"] = {
        Variables: { TOKENS_TABLE: "codex-proxy-tokens" },
      }),
    check: "environment",
    says: /^USAGE_TABLE is missing: expected [^;]+; LOGS_BUCKET is missing: .*; OPENAI_SECRET_ID is missing: /,
    mend: deploy,
  },
  {
    name: "no alias",
    inject: ({ controlPlane }) => (controlPlane.state.alias = undefined),
    check: "alias",
    says: /^codex-proxy has no alias live$/,
    mend: deploy,
  },
  {
    name: "warm instances that AWS refuses",
    inject: ({ controlPlane }) =>
      (controlPlane.state.warm = { Status: "FAILED", StatusReason: "above the account's quota of 10" }),
    check: "alias",
    says: /^instances can't be kept warm: above the account's quota of 10$/,
    mend: /^npm run deploy -- -c provisionedConcurrency=0, or ask AWS for a higher quota$/,
  },
  {
    name: "a URL that does not stream",
    inject: ({ controlPlane }) => (controlPlane.state.url!["InvokeMode"] = "BUFFERED"),
    check: "function URL",
    says: /^the URL sends answers whole instead of streaming them$/,
    mend: deploy,
  },
  {
    name: "a URL without the second of its permissions",
    inject: ({ controlPlane }) => controlPlane.state.permissions.pop(),
    check: "URL permissions",
    says: /^callers of the URL may not lambda:InvokeFunction: AWS answers them with 403$/,
    mend: deploy,
  },
  {
    name: "a role that may not write the archive",
    inject: ({ controlPlane }) =>
      (controlPlane.state.role = controlPlane.state.role.filter(({ Action }) => Action !== "s3:PutObject")),
    check: "role",
    says: /^the function may not s3:PutObject on arn:aws:s3:::codex-proxy-logs-123456789012\/logs\/an-exchange$/,
    mend: deploy,
  },
  {
    name: "an archive that lags behind the ledger",
    inject: ({ s3, bucket }) => s3.objects(bucket).clear(),
    check: "archive is fresh",
    says: /^the ledger counted requests of alice@example.com at \d{4}-\d\d-\d\d \d\d:00 UTC, the archive has none$/,
    mend: readLog,
  },
  {
    name: "an alarm that somebody has deleted",
    inject: ({ controlPlane }) => controlPlane.state.alarms.shift(),
    check: "alarms",
    says: /^alarms are missing: codex-proxy-alarm-throttles$/,
    mend: deploy,
  },
  {
    name: "an alarm that somebody has muted",
    inject: ({ controlPlane }) => (controlPlane.state.alarms[0]!["ActionsEnabled"] = false),
    check: "alarms",
    says: /^alarms tell nobody: codex-proxy-alarm-throttles$/,
    mend: /^aws cloudwatch enable-alarm-actions --alarm-names codex-proxy-alarm-throttles$/,
  },
  {
    name: "an alarm that rings",
    inject: ({ controlPlane }) => (controlPlane.state.alarms[1]!["StateValue"] = "ALARM"),
    check: "no alarm rings",
    says: /^these alarms ring: codex-proxy-alarm-errors$/,
    mend: /^docs\/operations.md /,
  },
  {
    name: "exchanges that could not be recorded",
    inject: ({ controlPlane }) => (controlPlane.state.metrics["ArchiveWriteFailures"] = 3),
    check: "last 24 hours",
    says: /^faults of ours: ArchiveWriteFailures 3$/,
    mend: readLog,
  },
  {
    name: "no table",
    inject: async ({ dynamoDb }) =>
      dynamoDb.client.send(new DeleteTableCommand({ TableName: "codex-proxy-tokens" })),
    check: "tokens table",
    says: /^there is no table codex-proxy-tokens$/,
    mend: deploy,
  },
  {
    name: "no bucket",
    inject: ({ s3, bucket }) => s3.removeBucket(bucket),
    check: "archive bucket",
    says: /^there is no bucket codex-proxy-logs-123456789012$/,
    mend: deploy,
  },
];

suite("npm run validate names what is wrong and what mends it", () => {
  let live: RehearsedDeployment;
  before(async () => {
    live = await rehearseDeployment();
    await call(live.url, { token: live.token, body: '{"model":"gpt-5.5"}' });
    await live.instance.free();
  });
  after(() => live.close());

  for (const { name, inject, undo = () => {}, env = () => ({}), check, says, mend } of faults) {
    test(name, async () => {
      const { state } = live.controlPlane;
      const sound = structuredClone(state);
      const key = live.secrets.value(live.secretId)!;
      await inject(live);
      const { code, stdout, stderr } = await runScript("validate", ["--region", region, "--json"], {
        env: { ...live.env, CODEX_PROXY_TOKEN: "", ...env(live) },
      });
      Object.assign(state, sound);
      live.secrets.put(live.secretId, key);
      await undo(live);
      const findings = JSON.parse(stdout) as Record<"check" | "state" | "says" | "mend", string>[];
      const finding = findings.find((row) => row.check === check)!;
      assert.equal(finding.state, "failed");
      assert.match(finding.says, says);
      assert.match(finding.mend, mend);
      assert.equal(code, 1);
      assert.match(stderr, /^validate: \d+ of 17 checks failed\n$/);
    });
  }
});
