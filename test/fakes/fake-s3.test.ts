import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, beforeEach, suite, test } from "node:test";
import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { FakeS3 } from "./fake-s3.ts";
import { reset, slowDown } from "./trouble.ts";

suite("the fake S3, asked by AWS's own SDK", () => {
  const Bucket = "archive";
  let s3: FakeS3;
  let client: S3Client;

  before(async () => {
    s3 = await FakeS3.start(Bucket);
    client = new S3Client({
      endpoint: s3.url.href,
      region: "us-east-1",
      credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
      forcePathStyle: true,
    });
  });
  after(async () => {
    client.destroy();
    await s3.close();
  });
  beforeEach(() => s3.objects(Bucket).clear());

  test("an object comes back as it was put, with the SDK's checksum verified on the way", async () => {
    const Body = Buffer.from("Grüße, gzipped or not");
    await client.send(
      new PutObjectCommand({ Bucket, Key: "a/b=c.json.gz", Body, ContentType: "application/gzip" }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "a/b=c.json.gz" }));
    assert.equal(await got.Body?.transformToString(), Body.toString());
    assert.equal(got.ContentType, "application/gzip");
    assert.equal(
      s3.requests[0]?.headers["x-amz-checksum-crc32"],
      s3.objects(Bucket).get("a/b=c.json.gz")?.crc32,
    );
  });

  test("a streamed body is freed of its aws-chunked frame and keeps its own encoding", async () => {
    const Body = Buffer.alloc(300_000, "0123456789abcdef");
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: "streamed",
        Body: Readable.from([Body.subarray(0, 70_001), Body.subarray(70_001)]),
        ContentLength: Body.length,
        ContentEncoding: "gzip",
      }),
    );
    const object = s3.objects(Bucket).get("streamed");
    assert.deepEqual(object?.bytes, Body);
    assert.equal(object?.contentEncoding, "gzip");
    assert.match(s3.requests.at(-1)?.headers["x-amz-content-sha256"] ?? "", /^STREAMING-/);
  });

  test("a body that is not what its checksum says is refused", async () => {
    const put = new PutObjectCommand({ Bucket, Key: "wrong", Body: "right", ChecksumCRC32: "AAAAAA==" });
    await assert.rejects(client.send(put), { name: "BadDigest" });
    assert.equal(s3.objects(Bucket).size, 0);
  });

  test("a range of an object comes alone", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: "long", Body: "0123456789" }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "long", Range: "bytes=2-4" }));
    assert.equal(await got.Body?.transformToString(), "234");
    assert.equal(got.ContentRange, "bytes 2-4/10");
  });

  test("a listing of 2,500 keys comes in three pages, in order, each key once", async () => {
    const keys = Array.from({ length: 2500 }, (_, i) => `logs/day=${i % 3}/${String(i).padStart(5, "0")}`);
    await fill(keys);
    const pages = await list({ client }, { Bucket, Prefix: "logs/" });
    assert.deepEqual(
      pages.map((page) => page.KeyCount),
      [1000, 1000, 500],
    );
    assert.deepEqual(
      pages.flatMap((page) => page.Contents ?? []).map(({ Key }) => Key),
      keys.toSorted(),
    );
  });

  test("a delimiter groups keys, and a page may end inside a group without repeating it", async () => {
    await fill(["a/1", "a/2", "b/1", "c"]);
    const pages = await list({ client, pageSize: 1 }, { Bucket, Delimiter: "/" });
    assert.deepEqual(
      pages.map(({ CommonPrefixes = [], Contents = [] }) => CommonPrefixes[0]?.Prefix ?? Contents[0]?.Key),
      ["a/", "b/", "c"],
    );
  });

  test("if-none-match keeps an object from being replaced", async () => {
    const put = (Body: string): PutObjectCommand =>
      new PutObjectCommand({ Bucket, Key: "once", Body, IfNoneMatch: "*" });
    await client.send(put("first"));
    await assert.rejects(client.send(put("second")), { name: "PreconditionFailed" });
    assert.equal(s3.objects(Bucket).get("once")?.bytes.toString(), "first");
  });

  test("what is not there is missed by S3's own names", async () => {
    await client.send(new HeadBucketCommand({ Bucket }));
    await assert.rejects(client.send(new GetObjectCommand({ Bucket, Key: "no" })), { name: "NoSuchKey" });
    await assert.rejects(client.send(new ListObjectsV2Command({ Bucket: "no" })), { name: "NoSuchBucket" });
    await assert.rejects(client.send(new HeadBucketCommand({ Bucket: "no" })), { name: "NotFound" });
  });

  test("the SDK gets over a 503 and a broken connection by trying again", async () => {
    s3.trouble.add(slowDown);
    s3.trouble.add(reset);
    const before = s3.requests.length;
    await client.send(new PutObjectCommand({ Bucket, Key: "third time lucky", Body: "x" }));
    assert.equal(s3.requests.length - before, 3);
  });

  async function list(
    ...args: Parameters<typeof paginateListObjectsV2>
  ): Promise<ListObjectsV2CommandOutput[]> {
    const pages: ListObjectsV2CommandOutput[] = [];
    for await (const page of paginateListObjectsV2(...args)) pages.push(page);
    return pages;
  }

  async function fill(keys: readonly string[]): Promise<void> {
    await client.send(new PutObjectCommand({ Bucket, Key: "seed", Body: "seed" }));
    const objects = s3.objects(Bucket);
    const seed = objects.get("seed")!;
    objects.clear();
    for (const key of keys) objects.set(key, seed);
  }
});
