import { Command } from "commander";
import { runCommand } from "./cli/run-command.ts";
import { addTokenCommand } from "./tokens/add-token.ts";
import { importTokensCommand } from "./tokens/import-tokens.ts";
import { listTokensCommand } from "./tokens/list-tokens.ts";
import { removeTokenCommand } from "./tokens/remove-token.ts";
import { rotateTokenCommand } from "./tokens/rotate-token.ts";
import { showTokenCommand } from "./tokens/show-token.ts";
import { switchTokenCommand } from "./tokens/switch-token.ts";
import { verifyTokenCommand } from "./tokens/verify-token.ts";

await runCommand(
  new Command("tokens")
    .description("Give, pause, rotate and take away developers' access.")
    .addCommand(addTokenCommand())
    .addCommand(importTokensCommand())
    .addCommand(listTokensCommand())
    .addCommand(showTokenCommand())
    .addCommand(switchTokenCommand("disable"))
    .addCommand(switchTokenCommand("enable"))
    .addCommand(rotateTokenCommand())
    .addCommand(removeTokenCommand())
    .addCommand(verifyTokenCommand()),
);
