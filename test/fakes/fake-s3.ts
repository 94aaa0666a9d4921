import { hash } from "node:crypto";
import type * as http from "node:http";
import type { LocalServer } from "./local-server.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { startRecordedServer } from "./recorded-server.ts";
import { readS3Body } from "./s3-body.ts";
import { S3Error, type S3ErrorCode } from "./s3-error.ts";
import { listS3Objects } from "./s3-listing.ts";
import { sendS3Object } from "./s3-object-answer.ts";
import { TroublePlan } from "./trouble.ts";

export interface S3Object {
  bytes: Buffer;
  contentType: string;
  contentEncoding: string | undefined;
  etag: string;
  crc32: string;
  modifiedAt: Date;
}

/** An S3 in memory, path-style: as exact as AWS in the few calls that the product makes, and absent in all others. */
export class FakeS3 {
  readonly requests: RecordedRequest[] = [];
  readonly trouble = new TroublePlan();
  /** Buckets that may be made public. */
  readonly unprotected = new Set<string>();
  readonly #buckets = new Map<string, Map<string, S3Object>>();
  #server!: LocalServer;

  static async start(...buckets: readonly string[]): Promise<FakeS3> {
    const fake = new FakeS3();
    for (const bucket of buckets) fake.#buckets.set(bucket, new Map());
    fake.#server = await startRecordedServer(fake.requests, (...exchange) => fake.#answer(...exchange));
    return fake;
  }

  get url(): URL {
    return this.#server.url;
  }

  /** What lies in a bucket, by key. */
  objects(bucket: string): Map<string, S3Object> {
    const objects = this.#buckets.get(bucket);
    if (objects === undefined) throw new S3Error("NoSuchBucket");
    return objects;
  }

  /** Takes a bucket away with all that lies in it. */
  removeBucket(bucket: string): void {
    this.#buckets.delete(bucket);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #answer(request: RecordedRequest, outgoing: http.ServerResponse): Promise<void> {
    const requestId = `FAKE${String(this.requests.length).padStart(12, "0")}`;
    outgoing.setHeader("x-amz-request-id", requestId);
    try {
      const trouble = await this.trouble.strike(outgoing);
      if (trouble === "gone") return;
      if (trouble !== undefined) throw new S3Error(trouble.code as S3ErrorCode);
      this.#serve(request, outgoing);
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      error.send(outgoing, requestId);
    }
  }

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html
  #sendAccessBlock(bucket: string, response: http.ServerResponse): void {
    if (this.unprotected.has(bucket)) throw new S3Error("NoSuchPublicAccessBlockConfiguration");
    const settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
    const xml = settings.map((name) => `<${name}>true</${name}>`).join("");
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<PublicAccessBlockConfiguration>${xml}</PublicAccessBlockConfiguration>`);
  }

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
  #sendBuckets(prefix: string, response: http.ServerResponse): void {
    const names = [...this.#buckets.keys()].filter((name) => name.startsWith(prefix));
    const xml = names.map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join("");
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<ListAllMyBucketsResult><Buckets>${xml}</Buckets></ListAllMyBucketsResult>`);
  }

  #serve(request: RecordedRequest, response: http.ServerResponse): void {
    if (!request.headers["authorization"]?.startsWith("AWS4-HMAC-SHA256 ")) throw new S3Error("AccessDenied");
    const [path = "", query = ""] = request.url.split("?");
    const [bucket = "", ...parts] = path.slice(1).split("/").map(decodeURIComponent);
    if (bucket === "") return this.#sendBuckets(new URLSearchParams(query).get("prefix") ?? "", response);
    const objects = this.objects(bucket);
    const key = parts.join("/");
    switch (`${request.method} ${key === "" ? "bucket" : "object"}`) {
      case "HEAD bucket":
        return void response.writeHead(200, { "x-amz-bucket-region": "us-east-1" }).end();
      case "GET bucket":
        if (query.startsWith("publicAccessBlock")) return this.#sendAccessBlock(bucket, response);
        response.writeHead(200, { "content-type": "application/xml" });
        return void response.end(listS3Objects(bucket, objects, new URLSearchParams(query)));
      case "PUT object":
        return put(objects, key, request, response);
      case "GET object":
      case "HEAD object":
        return sendS3Object(objects.get(key), request, response);
      default:
        throw new S3Error("MethodNotAllowed");
    }
  }
}

function put(
  objects: Map<string, S3Object>,
  key: string,
  { headers, body }: RecordedRequest,
  response: http.ServerResponse,
): void {
  const { bytes, crc32 } = readS3Body(headers, body);
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
  if (headers["if-none-match"] === "*" && objects.has(key)) throw new S3Error("PreconditionFailed");
  const etag = `"${hash("md5", bytes)}"`;
  const encodings = headers["content-encoding"]?.split(",").map((encoding) => encoding.trim()) ?? [];
  const kept = encodings.filter((encoding) => encoding !== "aws-chunked").join(",");
  objects.set(key, {
    bytes,
    crc32,
    etag,
    contentType: headers["content-type"] ?? "binary/octet-stream",
    contentEncoding: kept === "" ? undefined : kept,
    modifiedAt: new Date(),
  });
  response
    .writeHead(200, { etag, "x-amz-checksum-crc32": crc32, "x-amz-checksum-type": "FULL_OBJECT" })
    .end();
}
