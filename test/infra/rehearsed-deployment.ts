import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { DynamoDbTokenAdmin } from "../../lambda/stores/aws/dynamodb-token-admin.ts";
import { makeDeveloperToken, makeOpenAiKey } from "../fakes/developer-token.ts";
import { type EmptyDynamoDb, createTable, startEmptyDynamoDb } from "../fakes/dynamodb.ts";
import { FakeControlPlane, type DeployedState, type PolicyStatement } from "../fakes/fake-control-plane.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { FakeS3 } from "../fakes/fake-s3.ts";
import { FakeSecretsManager } from "../fakes/fake-secrets-manager.ts";
import { buildBundle } from "../runtime/built-bundle.ts";
import { FunctionUrl } from "../runtime/function-url.ts";
import { LambdaInstance } from "../runtime/lambda-instance.ts";
import { account, resolved } from "./resolved.ts";
import { type CloudFormation, addStack, createUncheckedApp, only, resourcesOf } from "./synthesized.ts";

/** What the synthesised template describes, made on this machine. */
export interface RehearsedDeployment {
  template: CloudFormation;
  url: URL;
  token: string;
  openAi: FakeOpenAi;
  s3: FakeS3;
  bucket: string;
  secrets: FakeSecretsManager;
  secretId: string;
  dynamoDb: EmptyDynamoDb;
  controlPlane: FakeControlPlane;
  instance: LambdaInstance;
  /** For a command that looks at the deployment. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** Synthesises, makes every table, bucket and secret by the template, and starts the staged code with its environment. */
export async function rehearseDeployment(): Promise<RehearsedDeployment> {
  const [openAi, dynamoDb, secrets, bundle] = await Promise.all([
    FakeOpenAi.start(),
    startEmptyDynamoDb(),
    FakeSecretsManager.start(),
    buildBundle(),
  ]);
  const { template, code } = synthesizeFor(openAi, dirname(bundle.path));
  const { Variables: variables } = only(template, "AWS::Lambda::Function")["Environment"] as {
    Variables: Record<string, string>;
  };
  await makeTables(dynamoDb, template);
  const bucket = String(only(template, "AWS::S3::Bucket")["BucketName"]);
  const s3 = await FakeS3.start(bucket);
  secrets.put(variables["OPENAI_SECRET_ID"]!, makeOpenAiKey());
  const { token, record } = makeDeveloperToken();
  await new DynamoDbTokenAdmin(dynamoDb.client, variables["TOKENS_TABLE"]!).add(record);

  const controlPlane = await FakeControlPlane.start(stateOf(template), dynamoDb.url);
  const endpoints = {
    AWS_ENDPOINT_URL: controlPlane.url.origin,
    AWS_ENDPOINT_URL_S3: s3.url.origin,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url.origin,
  };
  const instance = await LambdaInstance.start({ bundle: code, env: { ...variables, ...endpoints } });
  const front = await FunctionUrl.start(instance);
  controlPlane.state.url!["FunctionUrl"] = front.url.href;
  return {
    template,
    url: front.url,
    token,
    openAi,
    s3,
    bucket,
    secrets,
    secretId: variables["OPENAI_SECRET_ID"]!,
    dynamoDb,
    controlPlane,
    instance,
    env: {
      ...endpoints,
      AWS_ACCESS_KEY_ID: "fake",
      AWS_SECRET_ACCESS_KEY: "fake",
      CODEX_PROXY_TOKEN: token,
    },
    async close() {
      await instance.stop();
      await front.close();
      await Promise.all([controlPlane, s3, secrets, dynamoDb, openAi].map((server) => server.close()));
      await bundle.remove();
    },
  };
}

/** The template, and the bundle as CDK has laid it out to be uploaded. */
function synthesizeFor(openAi: FakeOpenAi, codeFolder: string): { template: CloudFormation; code: string } {
  const app = createUncheckedApp();
  const { templateFile } = addStack(app, { upstreamUrl: openAi.url.origin }, codeFolder);
  const { directory } = app.synth();
  const template = JSON.parse(readFileSync(join(directory, templateFile), "utf8")) as CloudFormation;
  const { Code } = only(template, "AWS::Lambda::Function") as { Code: { S3Key: string } };
  return {
    template: resolved(template),
    code: join(directory, `asset.${Code.S3Key.replace(".zip", "")}`, "index.mjs"),
  };
}

export async function makeTables({ client }: EmptyDynamoDb, template: CloudFormation): Promise<void> {
  for (const { Properties } of resourcesOf(template, "AWS::DynamoDB::Table")) {
    await createTable(client, tableOf(Properties));
  }
}

/** Those of a table's properties that dynalite knows. */
function tableOf(properties: Record<string, unknown>): CreateTableCommandInput {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => knownTableProperties.has(name)),
  ) as unknown as CreateTableCommandInput;
}

const knownTableProperties = new Set([
  "TableName",
  "KeySchema",
  "AttributeDefinitions",
  "BillingMode",
  "GlobalSecondaryIndexes",
]);

/** What AWS would tell of a deployment that has gone well. */
function stateOf(template: CloudFormation): DeployedState {
  const lambda = only(template, "AWS::Lambda::Function");
  const alias = only(template, "AWS::Lambda::Alias");
  const { ProvisionedConcurrentExecutions: warm } = alias["ProvisionedConcurrencyConfig"] as {
    ProvisionedConcurrentExecutions: number;
  };
  const tables = resourcesOf(template, "AWS::DynamoDB::Table").map(({ Properties }) => Properties);
  const [policy] = only(template, "AWS::IAM::Role")["Policies"] as [
    { PolicyDocument: { Statement: PolicyStatement[] } },
  ];
  const name = String(lambda["FunctionName"]);
  return {
    account,
    configuration: {
      FunctionName: name,
      FunctionArn: `arn:aws:lambda:us-east-1:${account}:function:${name}:live`,
      State: "Active",
      ...Object.fromEntries(
        ["Runtime", "Timeout", "MemorySize", "Role", "Environment"].map((key) => [key, lambda[key]]),
      ),
    },
    alias: { Name: alias["Name"], FunctionVersion: alias["FunctionVersion"] },
    warm: {
      Status: "READY",
      RequestedProvisionedConcurrentExecutions: warm,
      AvailableProvisionedConcurrentExecutions: warm,
    },
    url: { ...only(template, "AWS::Lambda::Url") },
    permissions: resourcesOf(template, "AWS::Lambda::Permission").map(({ Properties }) => ({
      Effect: "Allow",
      Action: String(Properties["Action"]),
      Principal: Properties["Principal"],
    })),
    role: structuredClone(policy.PolicyDocument.Statement),
    alarms: resourcesOf(template, "AWS::CloudWatch::Alarm").map(({ Properties }) => ({
      ...Properties,
      ActionsEnabled: true,
      StateValue: "OK",
    })),
    metrics: { Requests: 12 },
    stacks: { CDKToolkit: "UPDATE_COMPLETE", "codex-proxy": "CREATE_COMPLETE" },
    isTerminationProtected: true,
    concurrencyQuota: 1000,
    deletionProtection: tables.every((table) => table["DeletionProtectionEnabled"] === true),
    pointInTimeRecovery: tables.every((table) => table["PointInTimeRecoverySpecification"] !== undefined),
  };
}
