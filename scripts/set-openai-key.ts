import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  CreateSecretCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-secrets-manager";
import { Command } from "commander";
import { limits } from "../lambda/domain/limits.ts";
import { defaultStage, resourceNames } from "../lambda/resource-names.ts";
import { createSecretsManagerClient } from "../lambda/stores/aws/aws-clients.ts";
import { readKey } from "./cli/openai-key.ts";
import { JobError, runCommand } from "./cli/run-command.ts";
import { typedUnseen } from "./cli/typed-unseen.ts";

const program = new Command("set-openai-key")
  .description("Store the organisation's OpenAI key in AWS Secrets Manager: typed unseen, or piped in.")
  .option("--region <region>", "the AWS region (default: as the AWS credential chain says)")
  .option("--stage <stage>", "the deployment's stage", defaultStage)
  .action(async ({ region, stage }: { region?: string; stage: string }) => {
    if (region !== undefined) process.env["AWS_REGION"] = region;
    const secretId = resourceNames(stage).openaiSecretId;
    const key = await readKey(
      process.stdin.isTTY ? typedUnseen(process.stdin, process.stderr, "OpenAI key: ") : process.stdin,
    );
    const what = await store(await createSecretsManagerClient(), secretId, key);
    process.stderr.write(
      `${what} the secret ${secretId}; a running proxy uses the key within ${limits.keyMaxAgeMs / 1000} s.\n`,
    );
  });

async function store(client: SecretsManagerClient, secretId: string, key: string): Promise<string> {
  try {
    await client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: key }));
    return "Renewed";
  } catch (error) {
    if (error instanceof InvalidRequestException)
      throw new JobError(`${mendOf(secretId)} (${error.message})`);
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  await client.send(
    new CreateSecretCommand({
      Name: secretId,
      SecretString: key,
      Description: "The OpenAI key of the organisation, for codex-proxy",
    }),
  );
  return "Made";
}

function mendOf(secretId: string): string {
  return `the secret ${secretId} is about to be deleted; keep it with aws secretsmanager restore-secret --secret-id ${secretId}`;
}

await runCommand(program);
