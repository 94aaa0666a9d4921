/** How a function's stream begins: status, headers and cookies as JSON, eight NUL bytes, and then the body. */
export interface Prelude {
  statusCode: number;
  headers: Record<string, string>;
  cookies: string[];
}

export const integrationResponseType = "application/vnd.awslambda.http-integration-response";

const delimiter = Buffer.alloc(8);

/** Finds the prelude in a stream that may be cut anywhere. */
export class PreludeReader {
  #bytes = Buffer.alloc(0);

  /** @returns undefined until the prelude is whole; then it, and what of the body came with it */
  push(chunk: Buffer): { prelude: Prelude; rest: Buffer } | undefined {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const end = this.#bytes.indexOf(delimiter);
    if (end === -1) return undefined;
    const {
      statusCode = 200,
      headers = {},
      cookies = [],
    } = JSON.parse(this.#bytes.toString("utf8", 0, end)) as Partial<Prelude>;
    return { prelude: { statusCode, headers, cookies }, rest: this.#bytes.subarray(end + delimiter.length) };
  }
}
