import { connect } from "node:net";
import { within } from "../fakes/within.ts";

/** Sends bytes as they are and resolves with all that comes back until the other side closes. */
export function rawRequest(
  url: URL,
  bytes: string | Buffer,
  options: { thenHangUp?: boolean; thenEnd?: boolean } = {},
): Promise<string> {
  const answer = new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(url.port), url.hostname, () => {
      socket.write(bytes, () => {
        if (options.thenHangUp) socket.destroy();
        if (options.thenEnd) socket.end();
      });
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // A server that has said no may close before it has read everything.
      if (error.code === "ECONNRESET" || error.code === "EPIPE")
        resolve(Buffer.concat(chunks).toString("latin1"));
      else reject(error);
    });
  });
  return within("the answer to a raw request", answer);
}
