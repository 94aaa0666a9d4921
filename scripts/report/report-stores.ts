import { resourceNames } from "../../lambda/resource-names.ts";
import type { ArchiveReader } from "../../lambda/stores/archive-reader.ts";
import type { UsageLedger, UsageLedgerReader } from "../../lambda/stores/usage-ledger.ts";
import type { ReportStoreOptions } from "../cli/report-options.ts";
import { JobError } from "../cli/run-command.ts";
import { existingDataDirOf } from "../cli/store-options.ts";

/** Where a report reads from, and what mends it writes to. */
export interface ReportStores {
  ledgerReader: UsageLedgerReader;
  ledger: UsageLedger;
  archive: ArchiveReader;
  /** The archive's write and the ledger's begin together; this much later both have ended, one way or the other. */
  settledAfterMs: number;
}

/** @throws JobError where there is nothing to read */
export async function openReportStores(
  options: ReportStoreOptions,
  env: NodeJS.ProcessEnv,
): Promise<ReportStores> {
  return options.local === undefined
    ? openAwsStores(options, env)
    : openLocalStores(existingDataDirOf(options.local));
}

async function openLocalStores(dataDir: string): Promise<ReportStores> {
  const [{ openLocalDatabase }, { SqliteUsageLedger }, { FolderArchiveReader }] = await Promise.all([
    import("../../lambda/stores/local/local-database.ts"),
    import("../../lambda/stores/local/sqlite-usage-ledger.ts"),
    import("../../lambda/stores/local/folder-archive-reader.ts"),
  ]);
  const ledger = new SqliteUsageLedger(openLocalDatabase(dataDir));
  return { ledgerReader: ledger, ledger, archive: new FolderArchiveReader(dataDir), settledAfterMs: 1_000 };
}

async function openAwsStores(options: ReportStoreOptions, env: NodeJS.ProcessEnv): Promise<ReportStores> {
  if (options.region !== undefined) process.env["AWS_REGION"] = options.region;
  const names = resourceNames(options.stage);
  const usageTable = env["USAGE_TABLE"] ?? names.usageTable;
  const [{ createDynamoDbClient }, { DynamoDbUsageLedger }, { DynamoDbUsageLedgerReader }] =
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
    archive: lazyArchive(() => openS3Archive(options.bucket, names.logsBucketPrefix)),
    // Three attempts of ten seconds, as aws-clients.ts has it for the archive, and the pauses in between.
    settledAfterMs: 35_000,
  };
}

async function openS3Archive(bucket: string | undefined, prefix: string): Promise<ArchiveReader> {
  const [{ createS3Client }, { S3ArchiveReader }, { ListBucketsCommand }] = await Promise.all([
    import("../../lambda/stores/aws/aws-clients.ts"),
    import("../../lambda/stores/aws/s3-archive-reader.ts"),
    import("@aws-sdk/client-s3"),
  ]);
  const client = await createS3Client();
  const open = (name: string): ArchiveReader => new S3ArchiveReader(async () => client, name);
  if (bucket !== undefined) return open(bucket);
  const { Buckets: buckets = [] } = await client.send(new ListBucketsCommand({ Prefix: prefix }));
  // The account's number follows: another stage's name may begin alike.
  const found = buckets.flatMap(({ Name = "" }) => (/^\d{12}/.test(Name.slice(prefix.length)) ? Name : []));
  if (found.length === 1) return open(found[0]!);
  throw new JobError(`${found.length} buckets are called ${prefix}…: name the archive's with --bucket.`);
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
    async readAll(path) {
      return (await archive()).readAll(path);
    },
  };
}
