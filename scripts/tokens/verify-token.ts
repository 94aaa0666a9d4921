import { hash } from "node:crypto";
import { Command } from "commander";
import { tokenIdOf } from "../../lambda/domain/proxy-token.ts";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { askSecret } from "../cli/ask.ts";
import { JobError } from "../cli/run-command.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { type CredentialKind, credentialKind } from "./credential-kind.ts";
import { openTokenAdmin } from "./open-token-admin.ts";
import { type TokenState, tokenState } from "./token-state.ts";

interface VerifyOptions extends StoreOptions {
  json?: true;
}

/** `tokens verify`: is what somebody has in hand a token of ours, whose, and does it open the door? */
export function verifyTokenCommand(): Command {
  const command = new Command("verify")
    .description("Say whose a token is, and whether it is let in. Paste it, or pipe it in; it is not shown.")
    .option("--json", "print {verdict, token_id, user_id}");
  return addStoreOptions(command).action(async (options: VerifyOptions) => {
    const text = await askSecret("Token: ");
    const kind = credentialKind(text);
    if (kind !== "proxy_token") throw new JobError(problemOf(kind, text));
    const tokenHash = hash("sha256", text);
    const record = await openTokenAdmin(options).find(tokenHash);
    const verdict = record === undefined ? "unknown" : tokenState(record, Date.now());
    if (options.json) {
      const shown = { verdict, token_id: tokenIdOf(tokenHash), user_id: record?.userId ?? null };
      process.stdout.write(`${JSON.stringify(shown)}\n`);
    }
    if (verdict !== "enabled") throw new JobError(refusalOf(verdict, tokenIdOf(tokenHash), record));
    if (!options.json) process.stdout.write(`${sentenceOf(record!)}\n`);
  });
}

function sentenceOf({ tokenId, userId, team, expiresAt }: TokenRecord): string {
  const until = expiresAt === undefined ? "" : `, until ${expiresAt}`;
  return `Token ${tokenId} is ${userId}'s${team === undefined ? "" : ` (${team})`}; it is enabled${until}.`;
}

function refusalOf(verdict: TokenState | "unknown", tokenId: string, record?: TokenRecord): string {
  if (record === undefined) {
    return `token ${tokenId} has the right shape, but is not in this table: it was removed, or belongs to another stage`;
  }
  if (verdict === "expired") return `token ${tokenId} of ${record.userId} expired at ${record.expiresAt}`;
  return `token ${tokenId} of ${record.userId} is disabled`;
}

/** Nothing of what was pasted is ever repeated: it may be the organisation's own key. */
function problemOf(kind: Exclude<CredentialKind, "proxy_token">, text: string): string {
  switch (kind) {
    case "openai_key":
      return "that is an OpenAI key, not a proxy token; if it was pasted anywhere else, revoke it";
    case "torn_proxy_token":
      return "that is a proxy token with a mistake in it: a missing character, a space, a quote or a line break";
    case "other":
      return text === ""
        ? "no token came: paste it, or pipe it in"
        : "that is no proxy token: one begins with codexproxy_";
  }
}
