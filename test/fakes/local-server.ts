import { once } from "node:events";
import type * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A server on this machine alone, on a port of its own. */
export interface LocalServer {
  url: URL;
  close(): Promise<void>;
}

export async function startLocalServer(server: http.Server): Promise<LocalServer> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    async close() {
      const closed = once(server, "close");
      server.close();
      // Kept-alive connections and answers that never end would hold it open.
      server.closeAllConnections();
      await closed;
    },
  };
}
