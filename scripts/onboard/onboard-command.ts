import { randomBytes } from "node:crypto";
import { Command, Option } from "commander";
import { newToken } from "../../lambda/domain/new-token.ts";
import { JobError, UsageError } from "../cli/run-command.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { parseExpiry } from "../tokens/expiry.ts";
import { makeTokenAdmin } from "../tokens/open-token-admin.ts";
import { isPlainText } from "../tokens/plain-text.ts";
import { welcomeMessage } from "./welcome-message.ts";

interface OnboardOptions extends StoreOptions {
  url: string;
  setupUrl?: string;
  team?: string;
  expires?: string;
  json?: true;
}

/** `npm run onboard -- USER`: a token, and the message that brings it to its person. */
export function onboardCommand(): Command {
  const command = new Command("onboard")
    .description("Make a token for a person, with a message that is ready to be sent.")
    .argument("<user>", "whose token it is, such as an e-mail address")
    .addOption(
      new Option("--url <url>", "the address of the proxy").env("CODEX_PROXY_URL").makeOptionMandatory(),
    )
    .addOption(
      new Option("--setup-url <url>", "the folder from which your company hands out setup.sh").env(
        "CODEX_PROXY_SETUP_URL",
      ),
    )
    .option("--team <team>", "the team its usage counts for")
    .option("--expires <when>", "when it ends: 90d, 12h, or a date such as 2027-03-31")
    .option("--json", "print {token, token_id, user_id, message}");
  return addStoreOptions(command).action(async (user: string, options: OnboardOptions) => {
    const nowMs = Date.now();
    const url = originOf("--url", options.url);
    const setupUrl = options.setupUrl === undefined ? undefined : originOf("--setup-url", options.setupUrl);
    const names = { userId: user.trim(), ...(options.team !== undefined && { team: options.team.trim() }) };
    if (!Object.values(names).every(isPlainText)) {
      throw new UsageError("the user and --team must be 1 to 200 characters in one line");
    }
    const expiresAt = options.expires === undefined ? undefined : parseExpiry(options.expires, nowMs);
    const tokens = makeTokenAdmin(options);
    for await (const { userId, tokenId } of tokens.list()) {
      if (userId !== names.userId) continue;
      throw new JobError(`${userId} has the token ${tokenId} already; see npm run tokens -- rotate`);
    }
    const made = newToken(
      { ...names, ...(expiresAt !== undefined && { expiresAt }) },
      { nowMs, randomBytes },
    );
    await tokens.add(made.record);
    const message = welcomeMessage({ ...made, url, setupUrl });
    const { tokenId: token_id, userId: user_id } = made.record;
    const json = () => `${JSON.stringify({ token: made.token, token_id, user_id, message })}\n`;
    process.stdout.write(options.json ? json() : message);
    if (!options.json) {
      process.stderr.write(
        `Token ${token_id} made. Send the message to ${user_id} alone; it is shown only now.\n`,
      );
    }
  });
}

/** It becomes a part of a command line that somebody pastes. */
function originOf(option: string, text: string): string {
  const url = text.replace(/\/+$/, "").replace(/\/v1$/, "");
  if (/^https:\/\/[\w.-]+(:\d+)?(\/[\w.~/-]*)?$|^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(url))
    return url;
  throw new UsageError(`${option} must look like https://proxy.example.com, without a user or a query`);
}
