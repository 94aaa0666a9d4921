import type * as http from "node:http";
import type { S3Object } from "./fake-s3.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { S3Error } from "./s3-error.ts";

/** The answer of GetObject and HeadObject: the whole of an object or one range of it. */
export function sendS3Object(
  object: S3Object | undefined,
  { method, headers }: RecordedRequest,
  response: http.ServerResponse,
): void {
  if (object === undefined && method === "HEAD") return void response.writeHead(404).end();
  if (object === undefined) throw new S3Error("NoSuchKey");
  const { bytes } = object;
  const range = rangeOf(headers["range"], bytes.length);
  const part = range === undefined ? bytes : bytes.subarray(range.start, range.end + 1);
  response.writeHead(range === undefined ? 200 : 206, {
    "accept-ranges": "bytes",
    "content-type": object.contentType,
    "content-length": part.length,
    etag: object.etag,
    "last-modified": object.modifiedAt.toUTCString(),
    ...(object.contentEncoding !== undefined && { "content-encoding": object.contentEncoding }),
    ...(range !== undefined && { "content-range": `bytes ${range.start}-${range.end}/${bytes.length}` }),
    ...(range === undefined && headers["x-amz-checksum-mode"] && { "x-amz-checksum-crc32": object.crc32 }),
  });
  response.end(method === "HEAD" ? undefined : part);
}

/** `bytes=0-1023`, `bytes=1024-` or `bytes=-1024`; anything else is the whole object, as S3 has it. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || match[0] === "bytes=-") return undefined;
  const [, first = "", last = ""] = match;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new S3Error("InvalidRange");
  return { start, end };
}
