import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { found } from "../validate/check.ts";
import type { LiveDeployment } from "../validate/live-deployment.ts";
import { lookAtKey } from "../validate/storage-checks.ts";
import type { Assembly } from "./assembly.ts";
import { stackStatus } from "./stack-status.ts";

export interface PreflightOptions {
  assembly: Assembly;
  /** Tables and a bucket that are there already are to become part of the stack. */
  importsExisting: boolean;
}

/** What would make the deployment fail half-way, each as one sentence with its mend; none: it can begin. */
export async function preflight(live: LiveDeployment, options: PreflightOptions): Promise<string[]> {
  const problems = await Promise.all([
    lookAtBootstrap(live),
    lookAtStack(live, options),
    lookAtSecret(live),
    lookAtQuota(live, options.assembly),
  ]);
  return problems.flat();
}

async function lookAtBootstrap(live: LiveDeployment): Promise<string[]> {
  const cloudFormation = new CloudFormationClient();
  if ((await stackStatus(cloudFormation, "CDKToolkit")) !== undefined) return [];
  const region = await cloudFormation.config.region();
  return [`CDK is not set up in this account and region: npx cdk bootstrap aws://${live.account}/${region}`];
}

async function lookAtStack(live: LiveDeployment, { importsExisting }: PreflightOptions): Promise<string[]> {
  const { stackName } = live.names;
  const status = await stackStatus(new CloudFormationClient(), stackName);
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
  switch (status) {
    case undefined:
    // A change set was made and not carried out: there is nothing yet.
    case "REVIEW_IN_PROGRESS":
      return importsExisting ? [] : lookForRemains(live);
    case "UPDATE_ROLLBACK_FAILED":
      return [`the stack ${stackName} could neither be changed nor put back: npx cdk rollback ${stackName}`];
    case "CREATE_FAILED":
    case "DELETE_FAILED":
    case "ROLLBACK_COMPLETE":
    case "ROLLBACK_FAILED":
      return [
        `the stack ${stackName} is ${status}, which no deployment can mend: look at its events, then npm run destroy`,
      ];
    default:
      return status.endsWith("_IN_PROGRESS")
        ? [`the stack ${stackName} is ${status}: wait until that is over`]
        : [];
  }
}

/** Tables and bucket outlive their stack on purpose, and then stand in the way of the next one. */
async function lookForRemains({
  dynamoDb,
  s3,
  names,
  logsBucket,
  deploy,
}: LiveDeployment): Promise<string[]> {
  const tables = await Promise.all(
    [names.tokensTable, names.usageTable].map(async (TableName) =>
      (await found(dynamoDb.send(new DescribeTableCommand({ TableName })))) === undefined
        ? []
        : [`the table ${TableName}`],
    ),
  );
  const bucket = await found(s3.send(new HeadBucketCommand({ Bucket: logsBucket })));
  const taken = [...tables.flat(), ...(bucket === undefined ? [] : [`the bucket ${logsBucket}`])];
  if (taken.length === 0) return [];
  const command = deploy.includes(" -- ") ? deploy : `${deploy} --`;
  return [
    `${taken.join(" and ")} ${taken.length === 1 ? "is" : "are"} there already, without a stack: ${command} --import-existing-resources takes over what an earlier deployment has left, -c stage=NAME begins anew beside it`,
  ];
}

async function lookAtSecret(live: LiveDeployment): Promise<string[]> {
  const finding = await lookAtKey(live);
  return finding.state === "failed" ? [`${finding.says}: ${finding.mend}`] : [];
}

// https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html: 100 are kept for functions without a share.
const keptByLambda = 100;

async function lookAtQuota(live: LiveDeployment, assembly: Assembly): Promise<string[]> {
  const { AccountLimit } = await live.lambda.send(new GetAccountSettingsCommand({}));
  const quota = AccountLimit?.ConcurrentExecutions ?? Infinity;
  const { provisionedConcurrency, reservedConcurrency } = assembly;
  const wanted = Math.max(provisionedConcurrency, reservedConcurrency);
  if (wanted === 0 || wanted <= quota - keptByLambda) return [];
  const [what, setting] =
    provisionedConcurrency >= reservedConcurrency
      ? [`${provisionedConcurrency} warm instances`, "-c provisionedConcurrency=0"]
      : [`a share of ${reservedConcurrency}`, "a smaller -c reservedConcurrency"];
  return [
    `the account may run ${quota} requests at one time, and Lambda keeps ${keptByLambda} of them free, so that ${what} can't be had: deploy with ${setting}, or ask for more with aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000`,
  ];
}
