import { Command } from "commander";
import { describeError } from "../lambda/domain/refusal.ts";
import { defaultStage } from "../lambda/resource-names.ts";
import { awsSentence } from "./cli/aws-sentence.ts";
import { JobError, flagsOf, runCommand } from "./cli/run-command.ts";
import { type Check, type Finding, failed } from "./validate/check.ts";
import { functionChecks } from "./validate/function-checks.ts";
import { LiveDeployment } from "./validate/live-deployment.ts";
import { requestChecks } from "./validate/request-checks.ts";
import { roleCheck } from "./validate/role-check.ts";
import { storageChecks } from "./validate/storage-checks.ts";
import { watchChecks } from "./validate/watch-checks.ts";

const checks: readonly Check[] = [
  ...storageChecks,
  ...functionChecks,
  roleCheck,
  ...requestChecks,
  ...watchChecks,
];

interface ValidateOptions {
  region?: string;
  stage: string;
  json?: true;
}

const program = new Command("validate")
  .description("Is the deployment healthy? Every resource, permission and setting, each with what mends it.")
  .option("--region <region>", "the AWS region (default: as the AWS credential chain says)")
  .option("--stage <stage>", "the deployment's stage", defaultStage)
  .option("--json", "print an array of {check, state, says, mend}")
  .addHelpText(
    "after",
    "\nWith a developer's token in CODEX_PROXY_TOKEN it also makes a request as that developer.",
  )
  .action(async ({ region, stage, json }: ValidateOptions) => {
    if (region !== undefined) process.env["AWS_REGION"] = region;
    const token = process.env["CODEX_PROXY_TOKEN"]?.trim() || undefined;
    const live = await LiveDeployment.open(stage, token);
    const findings = await Promise.all(
      checks.map(async (check) => ({ check: check.name, ...(await finding(check, live)) })),
    );
    process.stdout.write(json ? `${JSON.stringify(findings)}\n` : findings.map(lineOf).join(""));
    const wrong = findings.filter(({ state }) => state === "failed").length;
    if (wrong > 0) throw new JobError(`${wrong} of ${findings.length} checks failed`);
  });

async function finding(check: Check, live: LiveDeployment): Promise<Finding> {
  try {
    return await check.look(live);
  } catch (error) {
    const sentence = error instanceof Error ? awsSentence(error, flagsOf(program)) : undefined;
    return failed(sentence ?? describeError(error), "mend what stands above it first, then run this again");
  }
}

function lineOf(row: Finding & { check: string }): string {
  const sign = { ok: "✓", failed: "✗", skipped: "–" }[row.state];
  const mend = row.state === "failed" ? `\n  → ${row.mend}` : "";
  return `${sign} ${row.check.padEnd(longestName)}  ${row.says}${mend}\n`;
}

const longestName = Math.max(...checks.map(({ name }) => name.length));

await runCommand(program);
