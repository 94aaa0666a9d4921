import { randomBytes } from "node:crypto";
import { Command } from "commander";
import { newToken } from "../../lambda/domain/new-token.ts";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { JobError } from "../cli/run-command.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { appendNote } from "./append-note.ts";
import { chooseToken, whoArgument } from "./choose-token.ts";
import { parseExpiry, parseSpanMs } from "./expiry.ts";
import { openTokenAdmin } from "./open-token-admin.ts";

interface RotateOptions extends StoreOptions {
  grace: string;
  expires?: string;
  json?: true;
}

export function rotateTokenCommand(): Command {
  const command = new Command("rotate")
    .description("Make a new token in the place of one, and let the old one end after a while.")
    .argument(...whoArgument)
    .option("--grace <time>", "how long the old one is still good: 24h, 7d, 0h", "24h")
    .option("--expires <when>", "when the new one ends (default: it lives as long as the old one was to)")
    .option("--json", "print {token, token_id, user_id, replaces, replaced_expires_at}");
  return addStoreOptions(command).action(async (who: string, options: RotateOptions) => {
    const nowMs = Date.now();
    const graceMs = parseSpanMs("--grace", options.grace);
    const expires = options.expires === undefined ? undefined : parseExpiry(options.expires, nowMs);
    const tokens = openTokenAdmin(options);
    const old = await chooseToken(tokens, who);
    const { token, record } = successorOf(old, expires, nowMs);
    // The new one first: whatever fails then, the developer is never without one.
    await tokens.add(record);
    const ends = earlier(old.expiresAt, new Date(nowMs + graceMs).toISOString());
    const note = appendNote(old.note, `replaced by ${record.tokenId}`, nowMs);
    if (!(await tokens.update(old.tokenHash, { expiresAt: ends, note }))) {
      await tokens.remove(record.tokenHash);
      throw new JobError(`the token ${old.tokenId} was removed meanwhile; nothing was rotated`);
    }
    show(token, record, { old, ends, json: options.json === true });
  });
}

function show(
  token: string,
  record: TokenRecord,
  { old, ends, json }: { old: TokenRecord; ends: string; json: boolean },
): void {
  if (json) {
    const names = { token_id: record.tokenId, user_id: record.userId, replaces: old.tokenId };
    process.stdout.write(`${JSON.stringify({ token, ...names, replaced_expires_at: ends })}\n`);
    return;
  }
  process.stderr.write(
    `Token ${record.tokenId} for ${record.userId} replaces ${old.tokenId}, which ends at ${ends}; it is shown only now:\n`,
  );
  process.stdout.write(`${token}\n`);
}

/** What an admin once decided about the person holds for the new token as well. */
function successorOf(old: TokenRecord, expires: string | undefined, nowMs: number) {
  const { token, record } = newToken({ userId: old.userId }, { nowMs, randomBytes });
  const { tokenHash, tokenId, createdAt } = record;
  const { expiresAt: _, ...lasting } = old;
  const expiresAt = expires ?? sameLifetime(old, nowMs);
  const note = appendNote(old.note, `replaces ${old.tokenId}`, nowMs);
  return {
    token,
    record: {
      ...lasting,
      tokenHash,
      tokenId,
      createdAt,
      note,
      ...(expiresAt !== undefined && { expiresAt }),
    },
  };
}

function sameLifetime({ createdAt, expiresAt }: TokenRecord, nowMs: number): string | undefined {
  if (expiresAt === undefined) return undefined;
  const lifetimeMs = Date.parse(expiresAt) - Date.parse(createdAt);
  return lifetimeMs > 0 ? new Date(nowMs + lifetimeMs).toISOString() : expiresAt;
}

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && Date.parse(a) < Date.parse(b) ? a : b;
}
