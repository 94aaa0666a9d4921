import { existsSync } from "node:fs";
import { Command } from "commander";
import type { TokenRequest } from "../../lambda/domain/new-token.ts";
import { UsageError } from "../cli/run-command.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { textTable } from "../cli/text-table.ts";
import { stderrProgress } from "../report/stderr-progress.ts";
import { importFromTable } from "./import-from-table.ts";
import { importPeople, missingPeople } from "./import-people.ts";
import { makeTokenAdmin } from "./open-token-admin.ts";
import { readPeople } from "./people-csv.ts";
import { TokensFile, tokensFileEnding } from "./tokens-file.ts";

interface ImportOptions extends StoreOptions {
  out?: string;
  dryRun?: true;
  fromTable?: string;
  tokenAttribute: string;
  userAttribute: string;
}

export function importTokensCommand(): Command {
  const command = new Command("import")
    .description("Make a token for everybody in a list who has none, or take tokens over from another table.")
    .argument("[file.csv]", "with a header: user, and optionally name, team, expires, models, note")
    .option("--out <file>", `where the tokens go, readable by you alone (default: FILE${tokensFileEnding})`)
    .option("--dry-run", "show who is in the file, and call nothing")
    .option("--from-table <name>", "a DynamoDB table with tokens in clear text, which stays as it is")
    .option("--token-attribute <name>", "what the token is called in that table", "token")
    .option("--user-attribute <name>", "what the person is called there", "user_id");
  return addStoreOptions(command).action(async (csv: string | undefined, options: ImportOptions) => {
    if ((csv === undefined) === (options.fromTable === undefined)) {
      throw new UsageError("import what? name one CSV file, or a table with --from-table");
    }
    await (csv === undefined ? takeOver(options.fromTable!, options) : importFile(csv, options));
  });
}

async function importFile(csv: string, options: ImportOptions): Promise<void> {
  const base = outputBase(csv, options.out);
  const people = await readPeople(csv, Date.now());
  if (options.dryRun) {
    process.stdout.write(tableOf(people));
    process.stderr.write(`${people.length} people; nothing was called, nothing was written.\n`);
    return;
  }
  const tokens = makeTokenAdmin(options);
  const missing = await missingPeople(tokens, people);
  const known = people.length - missing.length;
  if (missing.length === 0) {
    process.stderr.write(`All ${people.length} people have a token already.\n`);
    return;
  }
  const file = TokensFile.create(base);
  const { progress, done } = stderrProgress(`of ${missing.length} tokens made`);
  try {
    await importPeople(missing, { tokens, file, nowMs: Date.now(), ...(progress && { progress }) });
  } finally {
    done();
    file.close();
  }
  process.stderr.write(
    `${missing.length} tokens made, ${known} people had one. They stand in ${file.path}: hand them out, then delete it.\n`,
  );
}

async function takeOver(table: string, options: ImportOptions): Promise<void> {
  const { progress, done } = stderrProgress("tokens read");
  const { added, known, foreign, nameless } = await importFromTable(table, {
    tokens: makeTokenAdmin(options),
    region: options.region,
    dryRun: options.dryRun === true,
    tokenAttribute: options.tokenAttribute,
    userAttribute: options.userAttribute,
    nowMs: Date.now(),
    ...(progress && { progress }),
  });
  done();
  const would = options.dryRun ? "would be " : "";
  process.stderr.write(`${added} tokens ${would}taken over from ${table}, ${known} were here already.\n`);
  if (foreign + nameless === 0) return;
  process.stderr.write(
    `Left out: ${foreign} that are no codexproxy_ tokens, which the proxy refuses unseen, and ${nameless} without a person; give those people new ones.\n`,
  );
}

/** What the tokens' file is called before its ending, which .gitignore knows. */
function outputBase(csv: string, out: string | undefined): string {
  if (out === undefined) return csv.replace(/\.csv$/i, "");
  if (!out.endsWith(tokensFileEnding)) {
    throw new UsageError(`--out must end in ${tokensFileEnding}, which .gitignore covers`);
  }
  if (existsSync(out)) throw new UsageError(`--out ${out} is there already; name a new file`);
  return out.slice(0, -tokensFileEnding.length);
}

function tableOf(people: readonly TokenRequest[]): string {
  const table = textTable(
    ["USER", "TEAM", "EXPIRES", "MODELS", "NOTE"],
    people.map(({ userId, team, expiresAt, models, note }) => [
      userId,
      team ?? "",
      expiresAt?.slice(0, 10) ?? "",
      models?.join(",") ?? "any",
      note ?? "",
    ]),
  );
  return `${table}\n`;
}
