import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetFunctionUrlConfigCommand } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type ResourceNames, defaultStage, liveAlias, resourceNames } from "../../lambda/resource-names.ts";
import {
  createDynamoDbClient,
  createS3Client,
  createSecretsManagerClient,
} from "../../lambda/stores/aws/aws-clients.ts";

/** A deployment as AWS has it: its names, the clients to ask with, and what several checks ask for. */
export class LiveDeployment {
  readonly names: ResourceNames;
  readonly stage: string;
  /** A developer's token, for a request as a developer makes it. */
  readonly token: string | undefined;
  readonly account: string;
  readonly dynamoDb: DynamoDBClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly lambda = new LambdaClient();
  readonly cloudWatch = new CloudWatchClient();
  readonly iam = new IAMClient();
  #configuration: Promise<FunctionConfiguration> | undefined;
  #url: Promise<string> | undefined;

  /** @throws what AWS says where there are no usable credentials or there is no region */
  static async open(stage: string, token: string | undefined): Promise<LiveDeployment> {
    const { Account: account = "" } = await new STSClient().send(new GetCallerIdentityCommand());
    const [s3, secrets] = await Promise.all([createS3Client(), createSecretsManagerClient()]);
    return new LiveDeployment({ stage, token, account, dynamoDb: createDynamoDbClient(), s3, secrets });
  }

  private constructor(parts: {
    stage: string;
    token: string | undefined;
    account: string;
    dynamoDb: DynamoDBClient;
    s3: S3Client;
    secrets: SecretsManagerClient;
  }) {
    this.names = resourceNames(parts.stage);
    this.stage = parts.stage;
    this.token = parts.token;
    this.account = parts.account;
    this.dynamoDb = parts.dynamoDb;
    this.s3 = parts.s3;
    this.secrets = parts.secrets;
  }

  get logsBucket(): string {
    return `${this.names.logsBucketPrefix}${this.account}`;
  }

  /** The command that makes what the template says, and mends what was changed by hand. */
  get deploy(): string {
    return this.stage === defaultStage ? "npm run deploy" : `npm run deploy -- -c stage=${this.stage}`;
  }

  /** One of our commands, for this stage. */
  script(name: string, args = ""): string {
    const stage = this.stage === defaultStage ? "" : ` --stage ${this.stage}`;
    const all = `${args && ` ${args}`}${stage}`;
    return all === "" ? `npm run ${name}` : `npm run ${name} --${all}`;
  }

  configuration(): Promise<FunctionConfiguration> {
    const { functionName } = this.names;
    return (this.#configuration ??= this.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: liveAlias }),
    ));
  }

  /** The address that developers use, without a slash at its end. */
  url(): Promise<string> {
    return (this.#url ??= this.#findUrl());
  }

  async #findUrl(): Promise<string> {
    const command = { FunctionName: this.names.functionName, Qualifier: liveAlias };
    const { FunctionUrl = "" } = await this.lambda.send(new GetFunctionUrlConfigCommand(command));
    return FunctionUrl.replace(/\/$/, "");
  }
}
