import { runCommand } from "./cli/run-command.ts";
import { onboardCommand } from "./onboard/onboard-command.ts";

await runCommand(onboardCommand());
