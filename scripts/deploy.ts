import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { JobError, UsageError, runCommand } from "./cli/run-command.ts";
import { readAssembly } from "./deploy/assembly.ts";
import { unknownToCdk } from "./deploy/cdk-flags.ts";
import { preflight } from "./deploy/preflight.ts";
import { LiveDeployment } from "./validate/live-deployment.ts";

interface DeployOptions {
  region?: string;
  profile?: string;
  checkOnly?: true;
}

const output = "cdk.out";

const program = new Command("deploy")
  .description("Deploy, after a look at whether it can succeed. Whatever else is given goes to cdk deploy.")
  .usage("[-c SETTING=VALUE ...] [options of cdk deploy]")
  .option("--region <region>", "the AWS region (default: as the AWS credential chain says)")
  .option("--profile <name>", "the AWS profile (default: AWS_PROFILE)")
  .option("--check-only", "only look whether it can succeed")
  .argument("[options...]")
  .allowUnknownOption()
  .action(async (passed: string[], { region, profile, checkOnly }: DeployOptions) => {
    const [unknown] = unknownToCdk(passed);
    if (unknown !== undefined) {
      throw new UsageError(`there is no option ${unknown}; npx cdk deploy --help lists those of cdk deploy`);
    }
    // In the environment, so that the look beforehand looks where cdk will deploy.
    if (region !== undefined) process.env["AWS_REGION"] = region;
    if (profile !== undefined) process.env["AWS_PROFILE"] = profile;
    cdk("synth", "--quiet", "--output", output, ...contextOf(passed));
    const assembly = readAssembly(output);
    if (assembly.region !== undefined) process.env["AWS_REGION"] = assembly.region;
    const live = await LiveDeployment.open(assembly.stage, undefined);
    const importsExisting = passed.includes("--import-existing-resources");
    const problems = await preflight(live, { assembly, importsExisting });
    if (problems.length > 0) throw new JobError(`nothing was deployed; ${problems.join("; ")}`);
    if (checkOnly) process.stderr.write("Nothing stands in the way.\n");
    else cdk("deploy", "--app", output, ...passed);
  });

/** `-c name=value` and `--context name=value`: all that the synth needs to know. */
function contextOf(args: readonly string[]): string[] {
  return args.flatMap((arg, index) =>
    ["-c", "--context"].includes(arg)
      ? [arg, args[index + 1] ?? ""]
      : /^(-c|--context)=/.test(arg)
        ? [arg]
        : [],
  );
}

function cdk(...args: string[]): void {
  const cli = fileURLToPath(import.meta.resolve("aws-cdk/bin/cdk"));
  const { status } = spawnSync(process.execPath, [cli, ...args], { stdio: "inherit" });
  if (status !== 0) throw new JobError(`cdk ${args[0]} failed; what it says stands above`);
}

await runCommand(program);
