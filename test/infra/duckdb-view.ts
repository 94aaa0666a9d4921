/** A Glue table as far as DuckDB needs it. */
export interface GlueTable {
  Name: string;
  Parameters: Record<string, string>;
  PartitionKeys: GlueColumn[];
  StorageDescriptor: { Columns: GlueColumn[] };
}

interface GlueColumn {
  Name: string;
  Type: string;
}

/** The same table for DuckDB: the same columns of the same types, over the same paths. */
export function duckDbView(
  { Name, Parameters, PartitionKeys, StorageDescriptor }: GlueTable,
  archive: string,
): string {
  const columns = StorageDescriptor.Columns.map((column) => `${column.Name}: '${duckDbType(column.Type)}'`);
  const partitions = PartitionKeys.map((column) => `${column.Name}: ${duckDbType(column.Type)}`);
  const paths = Parameters["storage.location.template"]!.replace(/^s3:\/\/[^/]+/, archive)
    // Athena fills in the partitions and reads everything below.
    .replaceAll(/\$\{\w+\}/g, "*");
  // DuckDB takes the token's folder for a partition as well.
  return `CREATE VIEW ${Name} AS SELECT * EXCLUDE (token) FROM read_json('${paths}**/*.json.gz',
    format = 'newline_delimited', maximum_object_size = 50000000, columns = {${columns.join(", ")}},
    hive_partitioning = true, hive_types = {${partitions.join(", ")}})`;
}

const simpleTypes: Record<string, string> = {
  string: "VARCHAR",
  int: "INTEGER",
  bigint: "BIGINT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
};

/** A type in DuckDB's words instead of Hive's. */
function duckDbType(hive: string): string {
  const simple = simpleTypes[hive];
  if (simple !== undefined) return simple;
  const [, outer, inner] = /^(\w+)<(.*)>$/.exec(hive) ?? [];
  const parts = partsOf(inner ?? "");
  switch (outer) {
    case "array":
      return `${duckDbType(inner!)}[]`;
    case "map":
      return `MAP(${parts.map(duckDbType).join(", ")})`;
    case "struct":
      return `STRUCT(${parts.map(duckDbField).join(", ")})`;
    default:
      throw new Error(`no type of Hive: ${hive}`);
  }
}

function duckDbField(field: string): string {
  const colon = field.indexOf(":");
  return `${field.slice(0, colon)} ${duckDbType(field.slice(colon + 1))}`;
}

/** The parts between the commas that stand in no brackets. */
function partsOf(list: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of list) {
    depth += Number(character === "<") - Number(character === ">");
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
