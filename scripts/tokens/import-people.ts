import { randomBytes } from "node:crypto";
import { type TokenRequest, newToken } from "../../lambda/domain/new-token.ts";
import type { TokenAdmin } from "../../lambda/stores/token-store.ts";
import { JobError } from "../cli/run-command.ts";
import type { TokensFile } from "./tokens-file.ts";

/** So many are written at a time: what may be in doubt when the table fails in the middle. */
const peopleAtOnce = 200;

/** Those who have no token at all: one that is disabled or has expired was meant to be so. */
export async function missingPeople(
  tokens: TokenAdmin,
  people: readonly TokenRequest[],
): Promise<TokenRequest[]> {
  const known = new Set<string>();
  for await (const { userId } of tokens.list()) known.add(userId.toLowerCase());
  return people.filter(({ userId }) => !known.has(userId.toLowerCase()));
}

/**
 * Makes a token for each. A token goes into the file before it goes into the table, so that none is ever valid and
 * nowhere to be found.
 */
export async function importPeople(
  people: readonly TokenRequest[],
  {
    tokens,
    file,
    nowMs,
    progress,
  }: { tokens: TokenAdmin; file: TokensFile; nowMs: number; progress?: (count: number) => void },
): Promise<void> {
  for (let start = 0; start < people.length; start += peopleAtOnce) {
    const made = people
      .slice(start, start + peopleAtOnce)
      .map((person) => newToken(person, { nowMs, randomBytes }));
    try {
      file.add(made.map(({ token, record }) => ({ user: record.userId, token_id: record.tokenId, token })));
      await tokens.addNew(made.map(({ record }) => record));
    } catch (cause) {
      throw new JobError(failure(start, made.length, file.path), { cause });
    }
    progress?.(start + made.length);
  }
}

function failure(done: number, doubtful: number, path: string): string {
  return `the table failed after ${done} people; the last ${doubtful} lines of ${path} may hold tokens that are not valid: run the same command again, which adds only who is missing`;
}
