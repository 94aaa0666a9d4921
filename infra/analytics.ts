import { Aws } from "aws-cdk-lib";
import { CfnNamedQuery, CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { CfnDatabase, CfnTable } from "aws-cdk-lib/aws-glue";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { ResourceNames } from "../lambda/resource-names.ts";
import { type Column, factColumns, partitionColumns, wordColumns } from "./exchange-columns.ts";
import { savedQueries } from "./saved-queries.ts";
import type { Settings } from "./settings.ts";

export interface AnalyticsProps {
  names: ResourceNames;
  settings: Settings;
  bucket: Bucket;
}

/** SQL over the archive as it lies in S3: nothing runs, nothing is copied, and only what a query reads is paid for. */
export class Analytics extends Construct {
  constructor(scope: Construct, id: string, { names, settings, bucket }: AnalyticsProps) {
    super(scope, id);
    const database = new CfnDatabase(this, "Database", {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: names.glueDatabase, description: "The archive of codex-proxy" },
    });
    const addTable = (name: string, description: string, columns: readonly Column[]): void => {
      const table = new CfnTable(this, name, {
        catalogId: Aws.ACCOUNT_ID,
        databaseName: names.glueDatabase,
        tableInput: { name, description, ...archiveTable(bucket.bucketName, columns) },
      });
      table.addResourceDependency(database);
    };
    addTable("exchanges", "Every exchange but for its words", factColumns);
    addTable("exchange_words", "Every exchange with what was asked and answered", [
      ...factColumns,
      ...wordColumns,
    ]);
    this.#addWorkgroup(names, settings, database);
  }

  #addWorkgroup(names: ResourceNames, settings: Settings, database: CfnDatabase): void {
    const workgroup = new CfnWorkGroup(this, "Workgroup", {
      name: names.athenaWorkgroup,
      description: "Questions about codex-proxy's archive",
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: settings.athenaScanLimitGb * 1_000_000_000,
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        // Results may hold words of the archive: Athena keeps them itself, encrypted, for a day.
        // https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
        managedQueryResultsConfiguration: { enabled: true },
      },
    });
    for (const { name, description, sql } of savedQueries) {
      const query = new CfnNamedQuery(this, name, {
        name,
        description,
        database: names.glueDatabase,
        workGroup: names.athenaWorkgroup,
        queryString: sql,
      });
      query.addResourceDependency(workgroup);
      query.addResourceDependency(database);
    }
  }
}

/**
 * Athena works the partitions out from the day, so that no crawler has to find them. The token's folder is not one of
 * them: Athena reads what lies below a partition's path, and who it was stands in every object.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
function archiveTable(
  bucketName: string,
  columns: readonly Column[],
): Omit<CfnTable.TableInputProperty, "name"> {
  const archive = `s3://${bucketName}/logs/`;
  return {
    tableType: "EXTERNAL_TABLE",
    partitionKeys: [...partitionColumns],
    parameters: {
      classification: "json",
      compressionType: "gzip",
      "projection.enabled": "true",
      "projection.year.type": "date",
      "projection.year.format": "yyyy",
      "projection.year.range": "2026,NOW",
      "projection.year.interval": "1",
      "projection.year.interval.unit": "YEARS",
      "projection.month.type": "enum",
      "projection.month.values": numbersTo(12),
      "projection.day.type": "enum",
      "projection.day.values": numbersTo(31),
      "storage.location.template": `${archive}year=\${year}/month=\${month}/day=\${day}/`,
    },
    storageDescriptor: {
      location: archive,
      columns: [...columns],
      inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      serdeInfo: {
        serializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
        // One object that is cut off must not make every query fail.
        parameters: { "ignore.malformed.json": "true" },
      },
    },
  };
}

/** `01,02,…`, as they stand in a path. */
function numbersTo(last: number): string {
  return Array.from({ length: last }, (_, index) => String(index + 1).padStart(2, "0")).join(",");
}
