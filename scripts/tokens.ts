import { Command } from "commander";
import { runCommand } from "./cli/run-command.ts";
import { addTokenCommand } from "./tokens/add-token.ts";
import { listTokensCommand } from "./tokens/list-tokens.ts";
import { switchTokenCommand } from "./tokens/switch-token.ts";

await runCommand(
  new Command("tokens")
    .description("Give, pause and take away developers' access.")
    .addCommand(addTokenCommand())
    .addCommand(listTokensCommand())
    .addCommand(switchTokenCommand("disable"))
    .addCommand(switchTokenCommand("enable")),
);
