import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { GetPublicAccessBlockCommand, HeadBucketCommand } from "@aws-sdk/client-s3";
import { SecretsManagerKeyStore } from "../../lambda/stores/aws/secrets-manager-key-store.ts";
import { type Check, type Finding, failed, firstProblem, found, ok } from "./check.ts";
import type { LiveDeployment } from "./live-deployment.ts";

export const storageChecks: readonly Check[] = [
  {
    name: "tokens table",
    look: (live) => lookAtTable(live, live.names.tokensTable, "token_hash"),
  },
  {
    name: "usage table",
    look: (live) => lookAtTable(live, live.names.usageTable, "day, series"),
  },
  { name: "archive bucket", look: lookAtBucket },
  { name: "OpenAI key", look: lookAtKey },
];

async function lookAtTable(live: LiveDeployment, name: string, key: string): Promise<Finding> {
  const described = await found(live.dynamoDb.send(new DescribeTableCommand({ TableName: name })));
  const table = described?.Table;
  if (table === undefined) return failed(`there is no table ${name}`, live.deploy);
  const backups = await live.dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName: name }));
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return firstProblem(
    [
      table.TableStatus !== "ACTIVE" &&
        failed(`${name} is ${table.TableStatus}`, "wait until AWS is done with it"),
      keyOf(table) !== key &&
        failed(
          `${name} has the key ${keyOf(table)} instead of ${key}`,
          "it belongs to something else: deploy another stage",
        ),
      !table.DeletionProtectionEnabled &&
        failed(
          `anybody may delete ${name}`,
          `aws dynamodb update-table --table-name ${name} --deletion-protection-enabled`,
        ),
      recovery?.PointInTimeRecoveryStatus !== "ENABLED" &&
        failed(
          `${name} can't be taken back in time`,
          `aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
        ),
    ],
    `${name} is active, protected and backed up`,
  );
}

function keyOf({ KeySchema = [] }: TableDescription): string {
  return KeySchema.map(({ AttributeName }) => AttributeName).join(", ");
}

async function lookAtBucket(live: LiveDeployment): Promise<Finding> {
  const Bucket = live.logsBucket;
  if ((await found(live.s3.send(new HeadBucketCommand({ Bucket })))) === undefined)
    return failed(`there is no bucket ${Bucket}`, live.deploy);
  const access = await found(live.s3.send(new GetPublicAccessBlockCommand({ Bucket })));
  const block = access?.PublicAccessBlockConfiguration ?? {};
  const isPrivate =
    block.BlockPublicAcls && block.BlockPublicPolicy && block.IgnorePublicAcls && block.RestrictPublicBuckets;
  if (!isPrivate) {
    return failed(
      `${Bucket} may be made public`,
      `aws s3api put-public-access-block --bucket ${Bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    );
  }
  return ok(`${Bucket} is there and private`);
}

/** What people put where a key is to come later. */
const placeholder = /placeholder|change_?-?me|replace|your_?-?(api_?-?)?key|example|todo|^sk-(x+|test)$/i;

export async function lookAtKey(live: LiveDeployment): Promise<Finding> {
  const secretId = live.names.openaiSecretId;
  const mend = live.script("set-openai-key");
  const store = new SecretsManagerKeyStore(async () => live.secrets, secretId);
  let key: string;
  try {
    key = await store.get();
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "ResourceNotFoundException") return failed(`there is no secret ${secretId}`, mend);
    // Our own sentence, which never quotes what was found.
    if (name === "Error") return failed(`${secretId}: ${message}`, mend);
    throw error;
  }
  if (key.length < 20 || placeholder.test(key))
    return failed(`${secretId} holds a placeholder, not a key`, mend);
  return ok(`${secretId} holds a key`);
}
