import { randomBytes } from "node:crypto";
import { Command } from "commander";
import { newToken } from "../../lambda/domain/new-token.ts";
import { parseExpiry } from "./expiry.ts";
import { UsageError } from "../cli/run-command.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { makeTokenAdmin } from "./open-token-admin.ts";
import { isPlainText } from "./plain-text.ts";

interface AddOptions extends StoreOptions {
  user: string;
  team?: string;
  expires?: string;
  models?: string;
  note?: string;
  json?: true;
}

export function addTokenCommand(): Command {
  const command = new Command("add")
    .description("Make a token for a person and show it, this one time.")
    .requiredOption("--user <email>", "whose token it is")
    .option("--team <team>", "the team its usage counts for")
    .option("--expires <when>", "when it ends: 90d, 12h, or a date such as 2027-03-31")
    .option("--models <names>", "the only models it may ask for, separated by commas")
    .option("--note <text>", "anything worth remembering")
    .option("--json", "print {token, token_id, user_id}");
  return addStoreOptions(command).action(async (options: AddOptions) => {
    const { token, record } = newToken(requestOf(options), { nowMs: Date.now(), randomBytes });
    await makeTokenAdmin(options).add(record);
    if (options.json) {
      const shown = { token, token_id: record.tokenId, user_id: record.userId };
      process.stdout.write(`${JSON.stringify(shown)}\n`);
      return;
    }
    process.stderr.write(`Token ${record.tokenId} for ${record.userId}; it is shown only now:\n`);
    process.stdout.write(`${token}\n`);
  });
}

function requestOf(options: AddOptions): Parameters<typeof newToken>[0] {
  const models = options.models?.split(",").map((name) => name.trim());
  if (models?.some((name) => name === "")) throw new UsageError("--models has an empty name in it");
  return {
    userId: plainText("--user", options.user),
    ...(options.team !== undefined && { team: plainText("--team", options.team) }),
    ...(options.expires !== undefined && { expiresAt: parseExpiry(options.expires, Date.now()) }),
    ...(models !== undefined && { models: [...new Set(models)] }),
    ...(options.note !== undefined && { note: plainText("--note", options.note) }),
  };
}

function plainText(option: string, text: string): string {
  const trimmed = text.trim();
  if (!isPlainText(trimmed)) throw new UsageError(`${option} must be 1 to 200 characters in one line`);
  return trimmed;
}
