import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { readLambdaConfig } from "../../lambda/config.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { account, region, resolved } from "./resolved.ts";
import { type CloudFormation, type Resource, only, resourcesOf, synthesize } from "./synthesized.ts";

suite("the template of a deployment with every default", () => {
  const synthesized = synthesize();
  const template = resolved(synthesized);

  test("is the one that was last looked at; node --test --test-update-snapshots renews it", (t) => {
    t.assert.fileSnapshot(synthesized, "test/fixtures/codex-proxy.template.json", {
      serializers: [normalized],
    });
  });

  test("runs the bundle on Lambda's Node 24 on arm64, for as long as Lambda allows", () => {
    const { Runtime, Architectures, Timeout, Handler, FunctionName, LoggingConfig, MemorySize } = only(
      template,
      "AWS::Lambda::Function",
    );
    assert.deepEqual(
      { Runtime, Architectures, Timeout, Handler, FunctionName, MemorySize },
      {
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Timeout: 900,
        Handler: "index.handler",
        FunctionName: "codex-proxy",
        MemorySize: 256,
      },
    );
    assert.deepEqual(LoggingConfig, {
      LogFormat: "JSON",
      ApplicationLogLevel: "INFO",
      SystemLogLevel: "INFO",
      LogGroup: "/aws/lambda/codex-proxy",
    });
    assert.equal(only(template, "AWS::Logs::LogGroup")["RetentionInDays"], 30);
  });

  test("gives the function an environment that its own schema takes, and nothing else", () => {
    const { Variables } = only(template, "AWS::Lambda::Function")["Environment"] as {
      Variables: Record<string, string>;
    };
    assert.deepEqual(Variables, {
      TOKENS_TABLE: "codex-proxy-tokens",
      USAGE_TABLE: "codex-proxy-usage",
      LOGS_BUCKET: `codex-proxy-logs-${account}`,
      OPENAI_SECRET_ID: "codex-proxy/openai-api-key",
      UPSTREAM_URL: "https://api.openai.com",
      LOG_BODIES: "full",
      IN_FLIGHT_RECORDS: "on",
      SECRET_SCAN: "flag",
      SECRET_SCAN_GENERIC: "off",
      SECRET_SCAN_MARKER: "on",
      MALLOC_MMAP_THRESHOLD_: "131072",
    });
    assert.equal(readLambdaConfig(Variables).logsBucket, `codex-proxy-logs-${account}`);
  });

  test("sends developers to the alias, over a streaming URL with both of its permissions", () => {
    const alias = `arn:aws:lambda:${region}:${account}:function:codex-proxy:live`;
    const { Name, ProvisionedConcurrencyConfig } = only(template, "AWS::Lambda::Alias");
    assert.equal(Name, "live");
    assert.deepEqual(ProvisionedConcurrencyConfig, { ProvisionedConcurrentExecutions: 2 });
    const { AuthType, InvokeMode, Qualifier, Cors } = only(template, "AWS::Lambda::Url");
    assert.deepEqual(
      { AuthType, InvokeMode, Qualifier, Cors },
      { AuthType: "NONE", InvokeMode: "RESPONSE_STREAM", Qualifier: "live", Cors: undefined },
    );
    const permissions = resourcesOf(template, "AWS::Lambda::Permission").map(({ Properties }) => Properties);
    assert.deepEqual(permissions, [
      {
        Action: "lambda:InvokeFunctionUrl",
        FunctionName: alias,
        FunctionUrlAuthType: "NONE",
        Principal: "*",
      },
      {
        Action: "lambda:InvokeFunction",
        FunctionName: alias,
        InvokedViaFunctionUrl: true,
        Principal: "*",
      },
    ]);
  });

  test("lets the function do exactly what it does, on exactly what is ours", () => {
    assert.equal(resourcesOf(template, "AWS::IAM::Policy").length, 0);
    const { RoleName, Policies, ManagedPolicyArns } = only(template, "AWS::IAM::Role");
    assert.equal(RoleName, "codex-proxy-lambda-role");
    assert.equal(ManagedPolicyArns, undefined);
    const [policy] = Policies as [{ PolicyDocument: { Statement: Record<string, unknown>[] } }];
    const at = `${region}:${account}`;
    assert.deepEqual(
      policy.PolicyDocument.Statement.map(({ Effect, Action, Resource }) => [Effect, Action, Resource]),
      [
        ["Allow", "dynamodb:GetItem", `arn:aws:dynamodb:${at}:table/codex-proxy-tokens`],
        ["Allow", "dynamodb:UpdateItem", `arn:aws:dynamodb:${at}:table/codex-proxy-usage`],
        ["Allow", "dynamodb:Query", `arn:aws:dynamodb:${at}:table/codex-proxy-usage`],
        ["Allow", "s3:PutObject", `arn:aws:s3:::codex-proxy-logs-${account}/logs/*`],
        [
          "Allow",
          "secretsmanager:GetSecretValue",
          `arn:aws:secretsmanager:${at}:secret:codex-proxy/openai-api-key-??????`,
        ],
        [
          "Allow",
          ["logs:CreateLogStream", "logs:PutLogEvents"],
          `arn:aws:logs:${at}:log-group:/aws/lambda/codex-proxy:*`,
        ],
      ],
    );
  });

  test("keeps both tables when the stack goes, and every second of their last 35 days", () => {
    const tables = resourcesOf(template, "AWS::DynamoDB::Table");
    assert.deepEqual(tables.map(protectionOf), [
      {
        name: "codex-proxy-tokens",
        billing: "PAY_PER_REQUEST",
        deletionProtection: true,
        pointInTime: { PointInTimeRecoveryEnabled: true },
        deletion: "Retain",
      },
      {
        name: "codex-proxy-usage",
        billing: "PAY_PER_REQUEST",
        deletionProtection: true,
        pointInTime: { PointInTimeRecoveryEnabled: true },
        deletion: "Retain",
      },
    ]);
  });

  test("keeps the archive private, encrypted, over TLS only, for 90 days, and when the stack goes", () => {
    const [bucket] = resourcesOf(template, "AWS::S3::Bucket") as [Resource];
    assert.equal(bucket.DeletionPolicy, "Retain");
    const { PublicAccessBlockConfiguration, BucketEncryption, LifecycleConfiguration } = bucket.Properties;
    assert.deepEqual(Object.values(PublicAccessBlockConfiguration as object), [true, true, true, true]);
    assert.match(JSON.stringify(BucketEncryption), /"SSEAlgorithm":"AES256"/);
    assert.match(
      JSON.stringify(LifecycleConfiguration),
      /"ExpirationInDays":90,"Id":"expire-exchanges","Prefix":"logs\/","Status":"Enabled"/,
    );
    const policy = JSON.stringify(only(template, "AWS::S3::BucketPolicy"));
    assert.match(policy, /"aws:SecureTransport":"false"\}\},"Effect":"Deny"/);
    assert.doesNotMatch(policy, /"Effect":"Allow"/);
  });

  test("lets one Athena query read 50 GB at most, and keeps its results out of any bucket", () => {
    const { WorkGroupConfiguration } = only(template, "AWS::Athena::WorkGroup");
    assert.deepEqual(WorkGroupConfiguration, {
      BytesScannedCutoffPerQuery: 50_000_000_000,
      EnforceWorkGroupConfiguration: true,
      EngineVersion: { SelectedEngineVersion: "Athena engine version 3" },
      ManagedQueryResultsConfiguration: { Enabled: true },
      PublishCloudWatchMetricsEnabled: true,
    });
  });

  test("keeps its address and its data over an upgrade: what names them is the same with other code and settings", (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, "index.mjs"), "export const handler = 'of the next version';");
    const upgraded = synthesize(
      { memoryMb: 1024, provisionedConcurrency: 10, logBodies: "metadata" },
      folder,
    );
    const lasting = (template: CloudFormation): object =>
      Object.fromEntries(Object.entries(template.Resources).filter(([, { Type }]) => lastingTypes.has(Type)));
    assert.deepEqual(lasting(upgraded), lasting(synthesized));
    assert.equal(Object.keys(lasting(upgraded)).length, 5);
  });

  test("tells the address, the line of config.toml, and what to do next", () => {
    const values = Object.fromEntries(
      Object.entries(template.Outputs).map(([name, { Value }]) => [name, Value]),
    );
    assert.deepEqual(values, {
      Url: "https://abc.lambda-url.test",
      BaseUrl: 'base_url = "https://abc.lambda-url.test/v1"',
      ArchiveBucket: `codex-proxy-logs-${account}`,
      Next1: "npm run set-openai-key",
      Next2: "npm run tokens -- add --user NAME@EXAMPLE.COM",
      Next3: "npm run validate",
    });
  });
});

/** What must not be made anew; the alias is known to the URL by its name only. */
const lastingTypes = new Set([
  "AWS::Lambda::Url",
  "AWS::DynamoDB::Table",
  "AWS::S3::Bucket",
  "AWS::S3::BucketPolicy",
]);

function protectionOf({ Properties, DeletionPolicy }: Resource): object {
  return {
    name: Properties["TableName"],
    billing: Properties["BillingMode"],
    deletionProtection: Properties["DeletionProtectionEnabled"],
    pointInTime: Properties["PointInTimeRecoverySpecification"],
    deletion: DeletionPolicy,
  };
}

/** Without what every build changes: the hashes of the code, and what is named after them. */
function normalized(template: CloudFormation): string {
  return JSON.stringify(template, undefined, 2)
    .replaceAll(/[0-9a-f]{64}/g, "HASH")
    .replaceAll(/(CurrentVersion)[0-9A-F]{8}[0-9a-f]{32}/g, "$1");
}
