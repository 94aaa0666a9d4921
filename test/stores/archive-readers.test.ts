import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { S3Client } from "@aws-sdk/client-s3";
import type { ArchiveReader } from "../../lambda/stores/archive-reader.ts";
import { S3ArchiveReader } from "../../lambda/stores/aws/s3-archive-reader.ts";
import { FolderArchive } from "../../lambda/stores/local/folder-archive.ts";
import { FolderArchiveReader } from "../../lambda/stores/local/folder-archive-reader.ts";

const day = "2026-10-15";
const objects = {
  "logs/year=2026/month=10/day=15/token=aaaaaaaaaaaa/1.json.gz": "0123456789",
  "logs/year=2026/month=10/day=15/token=aaaaaaaaaaaa/2.json.gz": "",
  "logs/year=2026/month=10/day=15/token=bbbbbbbbbbbb/3.json.gz": "abc",
  "logs/year=2026/month=10/day=16/token=bbbbbbbbbbbb/4.json.gz": "abc",
};

const families: Record<string, (t: TestContext) => Promise<ArchiveReader>> = { folder, bucket };

for (const [family, open] of Object.entries(families)) {
  test(`a ${family} lists the objects of one day, over as many pages as it takes`, async (t) => {
    const reader = await open(t);
    const paths = await pathsOf(reader, day);
    assert.deepEqual(paths.toSorted(), Object.keys(objects).slice(0, 3));
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
}

async function pathsOf(reader: ArchiveReader, day: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const page of reader.listDay(day)) paths.push(...page);
  return paths;
}

async function folder(t: TestContext): Promise<ArchiveReader> {
  const root = await mkdtemp(join(tmpdir(), "codex-proxy-"));
  t.after(() => rm(root, { recursive: true }));
  const archive = new FolderArchive(root);
  for (const [path, content] of Object.entries(objects)) await archive.put(path, Buffer.from(content));
  return new FolderArchiveReader(root);
}

async function bucket(t: TestContext): Promise<ArchiveReader> {
  const server = listingServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    forcePathStyle: true,
  });
  t.after(() => {
    client.destroy();
    server.close();
  });
  return new S3ArchiveReader(client, "logs-bucket");
}

/** S3 as far as a reader of the archive sees it, with pages of two keys. */
function listingServer(): Server {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://s3");
    const path = decodeURIComponent(pathname.replace("/logs-bucket/", "")) as keyof typeof objects;
    const answer = searchParams.has("list-type")
      ? { status: 200, body: listingPage(searchParams) }
      : rangeOf(objects[path], request.headers.range ?? "");
    response.writeHead(answer.status, { "content-type": "application/xml" }).end(answer.body);
  });
}

function listingPage(query: URLSearchParams): string {
  const keys = Object.keys(objects).filter((key) => key.startsWith(query.get("prefix") ?? ""));
  const start = Number(query.get("continuation-token") ?? 0);
  const rest = keys.length > start + 2;
  const contents = keys.slice(start, start + 2).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  const next = rest ? `<NextContinuationToken>${start + 2}</NextContinuationToken>` : "";
  return `<ListBucketResult>${contents.join("")}<IsTruncated>${rest}</IsTruncated>${next}</ListBucketResult>`;
}

function rangeOf(content: string, range: string): { status: number; body: string } {
  const end = Number(/bytes=0-(\d+)/.exec(range)?.[1]);
  const refused = { status: 416, body: "<Error><Code>InvalidRange</Code></Error>" };
  return content === "" ? refused : { status: 206, body: content.slice(0, end + 1) };
}
