import { Command } from "commander";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { JobError } from "../cli/run-command.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { openTokenAdmin } from "./open-token-admin.ts";

/** `tokens enable` and `tokens disable`: the switch that an admin can flip in the table as well. */
export function switchTokenCommand(name: "enable" | "disable"): Command {
  const enabled = name === "enable";
  const command = new Command(name)
    .description(enabled ? "Let a token in again." : "Keep a token out, from the next request on.")
    .argument(
      "<user or token id>",
      "the person, if he has one token only, or the id that `tokens list` shows",
    );
  return addStoreOptions(command).action(async (who: string, options: StoreOptions) => {
    const tokens = openTokenAdmin(options);
    const record = chooseToken(await Array.fromAsync(tokens.list()), who);
    const found = await tokens.setEnabled(record.tokenHash, enabled);
    if (!found) throw new JobError(`the token ${record.tokenId} was removed meanwhile`);
    process.stderr.write(`Token ${record.tokenId} of ${record.userId} is ${name}d.\n`);
  });
}

/** The one token that a name means: a token id, its unique beginning, or a person who has one. */
function chooseToken(records: readonly TokenRecord[], who: string): TokenRecord {
  const ofUser = records.filter((record) => record.userId === who);
  const byId = records.filter((record) => who.length >= 4 && record.tokenId.startsWith(who));
  const found = ofUser.length > 0 ? ofUser : byId;
  const [only] = found;
  if (only === undefined)
    throw new JobError(`no token belongs to ${JSON.stringify(who)}; see npm run tokens -- list`);
  if (found.length > 1) {
    const choices = found.map(
      (record) => `${record.tokenId} (${record.userId}, ${record.createdAt.slice(0, 10)})`,
    );
    throw new JobError(
      `${JSON.stringify(who)} means ${found.length} tokens; choose one: ${choices.join(", ")}`,
    );
  }
  return only;
}
