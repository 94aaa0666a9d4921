import * as http from "node:http";
import { startLocalServer } from "../fakes/local-server.ts";

/** A proxy for all other traffic that lets nothing through, and remembers who asked. */
export interface ClosedDoor {
  url: URL;
  /** `host:port` of every connection that was refused. */
  refused: string[];
  close(): Promise<void>;
}

export async function startClosedDoor(): Promise<ClosedDoor> {
  const refused: string[] = [];
  const server = http.createServer((request, response) => {
    refused.push(request.url ?? "");
    response.writeHead(403).end();
  });
  server.on("connect", (request, socket) => {
    refused.push(request.url ?? "");
    // Codex may end before it has read the refusal: a reset that nobody listened for would end the tests.
    socket.on("error", () => {});
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  return { refused, ...(await startLocalServer(server)) };
}
