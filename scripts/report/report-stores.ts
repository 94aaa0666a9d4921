import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ArchiveReader } from "../../lambda/stores/archive-reader.ts";
import type { UsageLedger, UsageLedgerReader } from "../../lambda/stores/usage-ledger.ts";
import { RefusedJob } from "../cli/report-command.ts";

/** Where a report reads from, and what mends it writes to. */
export interface ReportStores {
  ledgerReader: UsageLedgerReader;
  ledger: UsageLedger;
  archive: ArchiveReader;
  /** The archive's write and the ledger's begin together; this much later both have ended, one way or the other. */
  settledAfterMs: number;
}

export interface StoreOptions {
  /** `--local` alone is `true`. */
  local?: string | true;
  region?: string;
  stage?: string | undefined;
  bucket?: string;
}

/** @throws RefusedJob where there is nothing to read */
export async function openReportStores(options: StoreOptions, env: NodeJS.ProcessEnv): Promise<ReportStores> {
  return options.local === undefined
    ? openAwsStores(options, env)
    : openLocalStores(options.local === true ? ".codex-proxy" : options.local);
}

async function openLocalStores(dataDir: string): Promise<ReportStores> {
  if (!existsSync(join(dataDir, "codex-proxy.db"))) {
    throw new RefusedJob(`there are no records in ${dataDir}: expected the data directory of \`npm start\`.`);
  }
  const [{ openLocalDatabase }, { SqliteUsageLedger }, { FolderArchiveReader }] = await Promise.all([
    import("../../lambda/stores/local/local-database.ts"),
    import("../../lambda/stores/local/sqlite-usage-ledger.ts"),
    import("../../lambda/stores/local/folder-archive-reader.ts"),
  ]);
  const ledger = new SqliteUsageLedger(openLocalDatabase(dataDir));
  return { ledgerReader: ledger, ledger, archive: new FolderArchiveReader(dataDir), settledAfterMs: 1_000 };
}

async function openAwsStores(
  { region, stage, bucket }: StoreOptions,
  env: NodeJS.ProcessEnv,
): Promise<ReportStores> {
  if (region !== undefined) process.env["AWS_REGION"] = region;
  const usageTable = usageTableName({ stage }, env);
  const [{ createDynamoDbClient, createS3Client }, { DynamoDbUsageLedger }, { DynamoDbUsageLedgerReader }] =
    await Promise.all([
      import("../../lambda/stores/aws/aws-clients.ts"),
      import("../../lambda/stores/aws/dynamodb-usage-ledger.ts"),
      import("../../lambda/stores/aws/dynamodb-usage-ledger-reader.ts"),
    ]);
  const dynamoDb = createDynamoDbClient();
  // It prepares every answer for a log that nobody keeps, which takes a third of the time of a report.
  dynamoDb.middlewareStack.remove("loggerMiddleware");
  return {
    ledgerReader: new DynamoDbUsageLedgerReader(dynamoDb, usageTable),
    ledger: new DynamoDbUsageLedger(dynamoDb, usageTable),
    // Three attempts of ten seconds, as aws-clients.ts has it for the archive, and the pauses in between.
    settledAfterMs: 35_000,
    archive: lazyArchive(async () => {
      const logsBucket = bucket ?? env["LOGS_BUCKET"];
      if (logsBucket === undefined) {
        throw new RefusedJob("the archive's bucket is not known: name it with --bucket or LOGS_BUCKET.");
      }
      const { S3ArchiveReader } = await import("../../lambda/stores/aws/s3-archive-reader.ts");
      return new S3ArchiveReader(await createS3Client(), logsBucket);
    }),
  };
}

/** `codex-proxy-usage`, or `codex-proxy-STAGE-usage` of another stage than the default. */
export function usageTableName({ stage }: Pick<StoreOptions, "stage">, env: NodeJS.ProcessEnv): string {
  return env["USAGE_TABLE"] ?? (stage === undefined ? "codex-proxy-usage" : `codex-proxy-${stage}-usage`);
}

/** Most reports never look at the archive, and need neither its bucket nor S3's client. */
function lazyArchive(open: () => Promise<ArchiveReader>): ArchiveReader {
  let opened: Promise<ArchiveReader> | undefined;
  const archive = (): Promise<ArchiveReader> => (opened ??= open());
  return {
    async *listDay(day) {
      yield* (await archive()).listDay(day);
    },
    async readStart(path, bytes) {
      return (await archive()).readStart(path, bytes);
    },
  };
}
