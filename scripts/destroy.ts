import {
  CloudFormationClient,
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
} from "@aws-sdk/client-cloudformation";
import { Command } from "commander";
import { defaultStage } from "../lambda/resource-names.ts";
import { JobError, runCommand } from "./cli/run-command.ts";
import { stackStatus } from "./deploy/stack-status.ts";
import { LiveDeployment } from "./validate/live-deployment.ts";

interface DestroyOptions {
  region?: string;
  stage: string;
  confirm?: string;
}

const maxMinutes = 30;

const program = new Command("destroy")
  .description("Take the deployment away, but not its data: tables, archive and the OpenAI key stay.")
  .option("--region <region>", "the AWS region (default: as the AWS credential chain says)")
  .option("--stage <stage>", "the deployment's stage", defaultStage)
  .option("--confirm <stack>", "the stack's name, to say that you mean it")
  .action(async ({ region, stage, confirm }: DestroyOptions) => {
    if (region !== undefined) process.env["AWS_REGION"] = region;
    const live = await LiveDeployment.open(stage, undefined);
    const { stackName } = live.names;
    const client = new CloudFormationClient();
    const status = await stackStatus(client, stackName);
    if (status === undefined)
      throw new JobError(`there is no stack ${stackName}; check --region and --stage`);
    if (confirm !== stackName) {
      throw new JobError(
        `nothing was taken away; the proxy's address stands in every developer's config.toml and never comes back, so to go on, add --confirm ${stackName}`,
      );
    }
    await client.send(
      new UpdateTerminationProtectionCommand({ StackName: stackName, EnableTerminationProtection: false }),
    );
    await client.send(new DeleteStackCommand({ StackName: stackName }));
    process.stderr.write(`Taking ${stackName} away; warm instances and the setup site take some minutes.\n`);
    await waitUntilStackDeleteComplete({ client, maxWaitTime: maxMinutes * 60 }, { StackName: stackName });
    process.stderr.write(`${stackName} is gone. ${whatStays(live)}`);
  });

/** Data goes only by commands that name it, typed by a person: this one has none that would. */
function whatStays({ names, logsBucket }: LiveDeployment): string {
  const tables = [names.tokensTable, names.usageTable].flatMap((table) => [
    `  aws dynamodb update-table --table-name ${table} --no-deletion-protection-enabled`,
    `  aws dynamodb delete-table --table-name ${table}`,
  ]);
  return [
    "Its data stays until you take it away as well; there is no way back from these:",
    ...tables,
    `  aws s3 rb s3://${logsBucket} --force`,
    `  aws secretsmanager delete-secret --secret-id ${names.openaiSecretId}`,
    "",
  ].join("\n");
}

await runCommand(program);
