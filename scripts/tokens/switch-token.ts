import { Command } from "commander";
import { JobError, UsageError } from "../cli/run-command.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { appendNote } from "./append-note.ts";
import { chooseToken, findTokens, whoArgument } from "./choose-token.ts";
import { openTokenAdmin } from "./open-token-admin.ts";
import { isPlainText } from "./plain-text.ts";

interface SwitchOptions extends StoreOptions {
  why?: string;
  all?: true;
}

/** `tokens enable` and `tokens disable`: the switch that an admin can flip in the table as well. */
export function switchTokenCommand(name: "enable" | "disable"): Command {
  const enabled = name === "enable";
  const command = new Command(name)
    .description(enabled ? "Let a token in again." : "Keep a token out, from the next request on.")
    .argument(...whoArgument)
    .option("--why <text>", "kept in the token's note, with the date")
    .option("--all", "every token of that person");
  return addStoreOptions(command).action(async (who: string, options: SwitchOptions) => {
    const why = options.why?.trim();
    if (why !== undefined && !isPlainText(why)) {
      throw new UsageError("--why must be 1 to 200 characters in one line");
    }
    const tokens = openTokenAdmin(options);
    const records = options.all ? await findTokens(tokens, who) : [await chooseToken(tokens, who)];
    for (const { tokenHash, tokenId, userId, note } of records) {
      const event = why === undefined ? `${name}d` : `${name}d: ${why}`;
      const changes = { enabled, note: appendNote(note, event, Date.now()) };
      const found = await tokens.update(tokenHash, changes);
      if (!found) throw new JobError(`the token ${tokenId} was removed meanwhile`);
      process.stderr.write(`Token ${tokenId} of ${userId} is ${name}d.\n`);
    }
  });
}
