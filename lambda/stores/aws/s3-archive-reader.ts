import type { S3Client } from "@aws-sdk/client-s3";
import { archiveDayPath } from "../../domain/exchange-record.ts";
import type { ArchiveReader } from "../archive-reader.ts";

export class S3ArchiveReader implements ArchiveReader {
  readonly #client: () => Promise<S3Client>;
  readonly #bucket: string;

  constructor(client: () => Promise<S3Client>, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async *listDay(day: string): AsyncIterable<string[]> {
    const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
    const request = { Bucket: this.#bucket, Prefix: archiveDayPath(day) };
    for await (const page of paginateListObjectsV2({ client: await this.#client() }, request)) {
      yield (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    }
  }

  async readStart(path: string, bytes: number): Promise<Buffer> {
    try {
      return await this.#read(path, `bytes=0-${bytes - 1}`);
    } catch (error) {
      // There is no first byte of nothing: https://www.rfc-editor.org/rfc/rfc9110#name-416-range-not-satisfiable
      if (error instanceof Error && error.name === "InvalidRange") return Buffer.alloc(0);
      throw error;
    }
  }

  readAll(path: string): Promise<Buffer> {
    return this.#read(path);
  }

  async #read(path: string, range?: string): Promise<Buffer> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const client = await this.#client();
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: this.#bucket, Key: path, ...(range !== undefined && { Range: range }) }),
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }
}
