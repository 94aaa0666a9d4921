import { runCommand } from "./cli/run-command.ts";
import { startCommand } from "./start/start-options.ts";
import { startServer } from "./start/start-server.ts";

await runCommand(startCommand(startServer));
