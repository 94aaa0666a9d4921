import type { S3Object } from "./fake-s3.ts";
import { S3Error } from "./s3-error.ts";

const maxPage = 1000;

/**
 * One page of ListObjectsV2 as XML.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listS3Objects(
  bucket: string,
  objects: ReadonlyMap<string, S3Object>,
  query: URLSearchParams,
): string {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = Number(query.get("max-keys") ?? maxPage);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) throw new S3Error("InvalidArgument");
  const pageSize = Math.min(maxKeys, maxPage);
  const token = query.get("continuation-token");
  const after =
    token === null ? (query.get("start-after") ?? "") : Buffer.from(token, "base64url").toString();

  const entries = groupKeys([...objects.keys()], prefix, delimiter);
  const rest = entries.filter((entry) => isAfter(entry, after));
  const page = rest.slice(0, pageSize);
  const isTruncated = rest.length > page.length && pageSize > 0;
  const keys = page.filter((entry) => objects.has(entry));
  const prefixes = page.filter((entry) => !objects.has(entry));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    element("Name", bucket) + element("Prefix", prefix) + element("MaxKeys", pageSize),
    element("KeyCount", page.length) + element("IsTruncated", isTruncated),
    isTruncated ? element("NextContinuationToken", Buffer.from(page.at(-1)!).toString("base64url")) : "",
    ...keys.map((key) => `<Contents>${contentsOf(key, objects.get(key)!)}</Contents>`),
    ...prefixes.map((name) => `<CommonPrefixes>${element("Prefix", name)}</CommonPrefixes>`),
    "</ListBucketResult>",
  ].join("\n");
}

/** Keys and common prefixes in S3's order, which is that of their UTF-8 bytes. */
function groupKeys(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const grouped = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      return at === -1 ? key : key.slice(0, at + delimiter.length);
    });
  return [...new Set(grouped)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function isAfter(entry: string, after: string): boolean {
  return Buffer.compare(Buffer.from(entry), Buffer.from(after)) > 0;
}

function contentsOf(key: string, { etag, bytes, modifiedAt }: S3Object): string {
  return (
    element("Key", key) +
    element("LastModified", modifiedAt.toISOString()) +
    element("ETag", etag) +
    element("Size", bytes.length) +
    element("StorageClass", "STANDARD")
  );
}

function element(name: string, value: string | number | boolean): string {
  const text = String(value)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return `<${name}>${text}</${name}>`;
}
