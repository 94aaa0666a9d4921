import { crc32 } from "node:zlib";
import type { Headers } from "../../lambda/domain/headers.ts";
import { S3Error } from "./s3-error.ts";

export interface S3Body {
  bytes: Buffer;
  crc32: string;
}

/**
 * The object in the body of a PutObject, however the SDK framed it, and only if it is what the SDK meant to send.
 * @throws S3Error
 */
export function readS3Body(headers: Headers, body: Buffer): S3Body {
  const isFramed = headers["x-amz-content-sha256"]?.startsWith("STREAMING-") ?? false;
  if (headers["content-length"] === undefined && headers["x-amz-decoded-content-length"] === undefined) {
    throw new S3Error("MissingContentLength");
  }
  const { bytes, trailers } = isFramed ? unframe(body) : { bytes: body, trailers: {} };
  const promised = isFramed ? headers["x-amz-decoded-content-length"] : headers["content-length"];
  if (Number(promised) !== bytes.length) throw new S3Error("IncompleteBody");
  const actual = checksum(bytes);
  const expected = headers["x-amz-checksum-crc32"] ?? trailers["x-amz-checksum-crc32"];
  if (expected !== undefined && expected !== actual) throw new S3Error("BadDigest");
  return { bytes, crc32: actual };
}

function checksum(bytes: Buffer): string {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(bytes));
  return four.toString("base64");
}

/**
 * `SIZE[;chunk-signature=…]\r\n BYTES \r\n`, a chunk of size 0, and then the trailers, one a line.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
function unframe(body: Buffer): { bytes: Buffer; trailers: Headers } {
  const chunks: Buffer[] = [];
  let at = 0;
  while (true) {
    const lineEnd = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, lineEnd), 16);
    if (lineEnd === -1 || Number.isNaN(size)) throw new S3Error("IncompleteBody");
    at = lineEnd + 2;
    if (size === 0)
      return { bytes: Buffer.concat(chunks), trailers: trailersOf(body.toString("latin1", at)) };
    chunks.push(body.subarray(at, at + size));
    at += size + 2;
  }
}

function trailersOf(text: string): Headers {
  const lines = text.split("\r\n").filter((line) => line.includes(":"));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
