import type { S3Client } from "@aws-sdk/client-s3";
import type { Archive } from "../archive.ts";

export class S3Archive implements Archive {
  readonly #client: () => Promise<S3Client>;
  readonly #bucket: string;

  constructor(client: () => Promise<S3Client>, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async put(path: string, object: Buffer): Promise<void> {
    await this.#put(path, object, {});
  }

  async putIfAbsent(path: string, object: Buffer): Promise<boolean> {
    try {
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
      await this.#put(path, object, { IfNoneMatch: "*" });
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "PreconditionFailed") return false;
      throw error;
    }
  }

  async #put(path: string, object: Buffer, condition: { IfNoneMatch?: "*" }): Promise<void> {
    const { PutObjectCommand } = await import("./s3-sdk.ts");
    const client = await this.#client();
    await client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: path,
        Body: object,
        // No Content-Encoding: the object is a gzip file by its name, and some clients would undo it unasked.
        ContentType: "application/gzip",
        ...condition,
      }),
    );
  }
}
