import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import type { TokenAdmin } from "../../lambda/stores/token-store.ts";
import { JobError } from "../cli/run-command.ts";
import { credentialKind } from "./credential-kind.ts";

/** What `<user or token id>` means in every command's help. */
export const whoArgument = [
  "<user or token id>",
  "a person, or a token's id or its unique beginning",
] as const;

/**
 * The tokens that a name means: all of a person, or those whose id begins with it.
 * @throws JobError where there is none
 */
export async function findTokens(tokens: TokenAdmin, who: string): Promise<[TokenRecord, ...TokenRecord[]]> {
  // Somebody may paste the token itself; it must not come back in an error.
  if (credentialKind(who) !== "other")
    throw new JobError("that is a credential: name the person or the token's id");
  const ofUser: TokenRecord[] = [];
  const byId: TokenRecord[] = [];
  for await (const record of tokens.list()) {
    if (record.userId === who) ofUser.push(record);
    else if (who.length >= 4 && record.tokenId.startsWith(who)) byId.push(record);
  }
  const found = ofUser.length > 0 ? ofUser : byId;
  const [first, ...rest] = found.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  if (first === undefined) {
    throw new JobError(`no token belongs to ${JSON.stringify(who)}; see npm run tokens -- list`);
  }
  return [first, ...rest];
}

/** The one token that a name means; where it means several, they are listed. */
export async function chooseToken(tokens: TokenAdmin, who: string): Promise<TokenRecord> {
  const found = await findTokens(tokens, who);
  if (found.length === 1) return found[0];
  const choices = found.map(
    (record) => `${record.tokenId} (${record.userId}, ${record.createdAt.slice(0, 10)})`,
  );
  throw new JobError(
    `${JSON.stringify(who)} means ${found.length} tokens; choose one: ${choices.join(", ")}`,
  );
}
