import { Command } from "commander";
import { confirm } from "../cli/ask.ts";
import { JobError } from "../cli/run-command.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { chooseToken, whoArgument } from "./choose-token.ts";
import { openTokenAdmin } from "./open-token-admin.ts";

interface RemoveOptions extends StoreOptions {
  yes?: true;
}

export function removeTokenCommand(): Command {
  const command = new Command("remove")
    .description("Take a token away for good. What was recorded under it stays.")
    .argument(...whoArgument)
    .option("--yes", "do not ask");
  return addStoreOptions(command).action(async (who: string, options: RemoveOptions) => {
    const tokens = openTokenAdmin(options);
    const { tokenHash, tokenId, userId } = await chooseToken(tokens, who);
    const sure = options.yes ?? (await confirm(`Remove token ${tokenId} of ${userId} for good?`));
    if (!sure) throw new JobError(`nothing was removed; to do it without being asked, add --yes`);
    if (!(await tokens.remove(tokenHash))) throw new JobError(`the token ${tokenId} was removed meanwhile`);
    process.stderr.write(`Token ${tokenId} of ${userId} is removed.\n`);
  });
}
