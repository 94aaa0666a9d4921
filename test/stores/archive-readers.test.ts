import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { S3Client } from "@aws-sdk/client-s3";
import { archiveDayPath } from "../../lambda/domain/exchange-record.ts";
import type { ArchiveReader } from "../../lambda/stores/archive-reader.ts";
import type { Archive } from "../../lambda/stores/archive.ts";
import { S3Archive } from "../../lambda/stores/aws/s3-archive.ts";
import { S3ArchiveReader } from "../../lambda/stores/aws/s3-archive-reader.ts";
import { FolderArchive } from "../../lambda/stores/local/folder-archive.ts";
import { FolderArchiveReader } from "../../lambda/stores/local/folder-archive-reader.ts";
import { FakeS3 } from "../fakes/fake-s3.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";

const day = "2026-10-15";
const objects = {
  "logs/year=2026/month=10/day=15/token=aaaaaaaaaaaa/1.json.gz": "0123456789",
  "logs/year=2026/month=10/day=15/token=aaaaaaaaaaaa/2.json.gz": "",
  "logs/year=2026/month=10/day=15/token=bbbbbbbbbbbb/3.json.gz": "abc",
  "logs/year=2026/month=10/day=16/token=bbbbbbbbbbbb/4.json.gz": "abc",
};

const crowdedDay = "2026-10-17";

const families: Record<string, (t: TestContext) => Promise<ArchiveReader>> = { folder, bucket };

for (const [family, open] of Object.entries(families)) {
  test(`a ${family} lists the objects of one day`, async (t) => {
    const reader = await open(t);
    const paths = await pathsOf(reader, day);
    assert.deepEqual(paths.toSorted(), Object.keys(objects).slice(0, 3));
  });

  test(`a ${family} lists more objects than one page holds`, async (t) => {
    const reader = await open(t);
    assert.equal(new Set(await pathsOf(reader, crowdedDay)).size, 1_005);
  });

  test(`a ${family} without a day lists nothing`, async (t) => {
    const reader = await open(t);
    assert.deepEqual(await pathsOf(reader, "2026-01-01"), []);
  });

  test(`a ${family} gives the first bytes of an object, all of a shorter one, and nothing of an empty one`, async (t) => {
    const reader = await open(t);
    const [first, empty, third] = Object.keys(objects);
    const starts = await Promise.all([first, empty, third].map((path) => reader.readStart(path!, 4)));
    assert.deepEqual(starts.map(String), ["0123", "", "abc"]);
  });

  test(`a ${family} gives the whole of an object`, async (t) => {
    const reader = await open(t);
    const [first] = Object.keys(objects);
    assert.equal(String(await reader.readAll(first!)), "0123456789");
  });
}

async function pathsOf(reader: ArchiveReader, day: string): Promise<string[]> {
  const pages = await Array.fromAsync(reader.listDay(day));
  return pages.flat();
}

async function folder(t: TestContext): Promise<ArchiveReader> {
  const root = temporaryFolder(t);
  await fill(new FolderArchive(root));
  return new FolderArchiveReader(root);
}

async function bucket(t: TestContext): Promise<ArchiveReader> {
  const s3 = await FakeS3.start("logs-bucket");
  t.after(() => s3.close());
  const client = new S3Client({
    endpoint: s3.url.href,
    region: "us-east-1",
    credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
    forcePathStyle: true,
  });
  t.after(() => client.destroy());
  await fill(new S3Archive(async () => client, "logs-bucket"));
  return new S3ArchiveReader(async () => client, "logs-bucket");
}

async function fill(archive: Archive): Promise<void> {
  for (const [path, content] of Object.entries(objects)) await archive.put(path, Buffer.from(content));
  const crowd = Array.from(
    { length: 1_005 },
    (_, index) => `${archiveDayPath(crowdedDay)}token=a/${index}.json.gz`,
  );
  await Promise.all(crowd.map((path) => archive.put(path, Buffer.from("a"))));
}
