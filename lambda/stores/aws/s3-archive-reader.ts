import type { S3Client } from "@aws-sdk/client-s3";
import { type ArchiveReader, dayFolder } from "../archive-reader.ts";

export class S3ArchiveReader implements ArchiveReader {
  readonly #client: () => Promise<S3Client>;
  readonly #bucket: string;

  constructor(client: () => Promise<S3Client>, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async *list(day: string): AsyncIterable<string> {
    const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
    const request = { Bucket: this.#bucket, Prefix: `${dayFolder(day)}/` };
    for await (const page of paginateListObjectsV2({ client: await this.#client() }, request)) {
      for (const { Key } of page.Contents ?? []) if (Key?.endsWith(".json.gz")) yield Key;
    }
  }

  async get(path: string): Promise<Buffer> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const client = await this.#client();
    const { Body } = await client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: path }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }
}
