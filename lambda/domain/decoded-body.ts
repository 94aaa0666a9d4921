import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";

/** A compressed body that is larger than this when decoded is not looked into: it may be made to fill the memory. */
const maxOutputLength = 64 * 1024 * 1024;

/** The body as its sender meant it; the body itself where it is not compressed; undefined where it can't be decoded. */
export function decodedBody(body: Buffer, contentEncoding: string | undefined): Buffer | undefined {
  try {
    switch (contentEncoding?.trim().toLowerCase() ?? "identity") {
      case "":
      case "identity":
        return body;
      case "gzip":
      case "x-gzip":
        return gunzipSync(body, { maxOutputLength });
      case "deflate":
        return inflateSync(body, { maxOutputLength });
      case "br":
        return brotliDecompressSync(body, { maxOutputLength });
      case "zstd":
        return zstdDecompressSync(body, { maxOutputLength });
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
