import {
  GetObjectCommand,
  type S3Client,
  S3ServiceException,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { archiveDayPath } from "../../domain/exchange-record.ts";
import type { ArchiveReader } from "../archive-reader.ts";

export class S3ArchiveReader implements ArchiveReader {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async *listDay(day: string): AsyncIterable<string[]> {
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#bucket, Prefix: archiveDayPath(day) },
    );
    for await (const page of pages) {
      yield (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    }
  }

  async readStart(path: string, bytes: number): Promise<Buffer> {
    const range = `bytes=0-${bytes - 1}`;
    try {
      const { Body } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: path, Range: range }),
      );
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      // There is no first byte of nothing: https://www.rfc-editor.org/rfc/rfc9110#name-416-range-not-satisfiable
      if (error instanceof S3ServiceException && error.name === "InvalidRange") return Buffer.alloc(0);
      throw error;
    }
  }
}
