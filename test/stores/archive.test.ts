import assert from "node:assert/strict";
import fs, { chmodSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { S3Client } from "@aws-sdk/client-s3";
import type { Archive } from "../../lambda/stores/archive.ts";
import { S3Archive } from "../../lambda/stores/aws/s3-archive.ts";
import { FolderArchive } from "../../lambda/stores/local/folder-archive.ts";
import { FakeS3 } from "../fakes/fake-s3.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";

const path = "logs/year=2026/month=11/day=22/token=0123456789ab/01a202ce-bfcc-7a39-9844-5f600546723f.json.gz";

function s3Client(s3: FakeS3): S3Client {
  return new S3Client({
    endpoint: s3.url.href,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
  });
}

const families: Record<
  string,
  (t: TestContext) => Promise<{ archive: Archive; read: () => Buffer | undefined }>
> = {
  async S3(t) {
    const s3 = await FakeS3.start("logs");
    const client = s3Client(s3);
    t.after(() => s3.close());
    t.after(() => client.destroy());
    return {
      archive: new S3Archive(async () => client, "logs"),
      read: () => s3.objects("logs").get(path)?.bytes,
    };
  },
  async folder(t) {
    const root = temporaryFolder(t);
    return { archive: new FolderArchive(root), read: () => readFileSync(join(root, path)) };
  },
};

for (const [family, open] of Object.entries(families)) {
  test(`${family} keeps an object's bytes under its path`, async (t) => {
    const { archive, read } = await open(t);
    const bytes = Buffer.from([0x1f, 0x8b, 0x00, 0xff, 0x0a]);
    await archive.put(path, bytes);
    assert.deepEqual(read(), bytes);
  });

  test(`${family} replaces an object that is there already`, async (t) => {
    const { archive, read } = await open(t);
    await archive.put(path, Buffer.from("first"));
    await archive.put(path, Buffer.from("second"));
    assert.deepEqual(read(), Buffer.from("second"));
  });

  test(`${family} puts what may only stand first where nothing stands, and says so`, async (t) => {
    const { archive, read } = await open(t);
    assert.equal(await archive.putIfAbsent(path, Buffer.from("beginning")), true);
    assert.deepEqual(read(), Buffer.from("beginning"));
    await archive.put(path, Buffer.from("whole"));
    assert.equal(await archive.putIfAbsent(path, Buffer.from("beginning")), false);
    assert.deepEqual(read(), Buffer.from("whole"));
  });

  test(`${family}: of a beginning and a whole that are written at the same time, the whole stays`, async (t) => {
    const { archive, read } = await open(t);
    const beginning = Buffer.alloc(300_000, "beginning");
    const whole = Buffer.alloc(300_000, "whole");
    for (let i = 0; i < 10; i++) {
      await Promise.all([
        archive.putIfAbsent(path, Buffer.from(beginning)),
        archive.put(path, Buffer.from(whole)),
      ]);
      assert.ok(read()?.equals(whole));
    }
  });

  test(`${family} keeps a large object whole`, async (t) => {
    const { archive, read } = await open(t);
    const bytes = Buffer.alloc(8 * 1024 * 1024, "0123456789abcdef");
    await archive.put(path, Buffer.from(bytes));
    assert.ok(read()?.equals(bytes));
  });
}

test("folder: a beginning that could not be put in its place is whole when it is tried again", async (t) => {
  const root = temporaryFolder(t);
  const archive = new FolderArchive(root);
  const object = Buffer.alloc(100_000, "beginning");
  const rename = t.mock.method(fs, "renameSync");
  rename.mock.mockImplementationOnce(() => {
    throw new Error("EIO");
  }, 1);
  syncBuiltinESMExports();
  t.after(() => {
    rename.mock.restore();
    syncBuiltinESMExports();
  });
  await assert.rejects(archive.putIfAbsent(path, object), /EIO/);
  assert.equal(await archive.putIfAbsent(path, object), true);
  assert.equal(readFileSync(join(root, path)).length, 100_000);
});

test("folder: what has been written is freed", async (t) => {
  const object = Buffer.alloc(100_000);
  await new FolderArchive(temporaryFolder(t)).put(path, object);
  assert.equal(object.length, 0);
});

test("S3: a bucket that is not there is an error", async (t) => {
  const s3 = await FakeS3.start();
  const client = s3Client(s3);
  t.after(() => s3.close());
  t.after(() => client.destroy());
  await assert.rejects(new S3Archive(async () => client, "logs").put(path, Buffer.from("x")), /NoSuchBucket/);
});

test("S3: a moment's trouble is tried again", async (t) => {
  const s3 = await FakeS3.start("logs");
  const client = s3Client(s3);
  t.after(() => s3.close());
  t.after(() => client.destroy());
  s3.trouble.add({ kind: "status", status: 503, code: "SlowDown" });
  s3.trouble.add({ kind: "reset" });
  await new S3Archive(async () => client, "logs").put(path, Buffer.from("x"));
  assert.equal(s3.objects("logs").size, 1);
});

test("folder: a beginning that came too late leaves nothing beside the whole", async (t) => {
  const root = temporaryFolder(t);
  const archive = new FolderArchive(root);
  await Promise.all([
    archive.putIfAbsent(path, Buffer.alloc(300_000)),
    archive.put(path, Buffer.from("whole")),
  ]);
  assert.deepEqual(readdirSync(dirname(join(root, path))), [path.split("/").at(-1)]);
});

test("folder: objects can be read by their owner alone", async (t) => {
  const root = temporaryFolder(t);
  await new FolderArchive(root).put(path, Buffer.from("x"));
  assert.equal(statSync(join(root, path)).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(join(root, path))).mode & 0o777, 0o700);
});

test("folder: a write that fails leaves nothing half-written, and the next one may work", async (t) => {
  const root = temporaryFolder(t);
  const archive = new FolderArchive(root);
  // In the place of the object stands a folder that is not empty: a rename can't replace it.
  mkdirSync(join(root, path, "in-the-way"), { recursive: true });
  await assert.rejects(archive.put(path, Buffer.from("x")));
  assert.deepEqual(readdirSync(dirname(join(root, path))), [path.split("/").at(-1)]);
  chmodSync(dirname(join(root, path)), 0o700);
  await archive.put(path.replace("5f600546723f", "000000000000"), Buffer.from("x"));
});
