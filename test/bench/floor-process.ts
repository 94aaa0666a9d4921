import * as http from "node:http";

/** The floor: the least that Node can do between two connections, with the body in hand. Nothing is checked or kept. */

const upstream = new URL(process.argv[2]!);
const agent = new http.Agent({ keepAlive: true });

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const outgoing = http.request(
      {
        agent,
        host: upstream.hostname,
        port: upstream.port,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, "content-length": body.length },
      },
      (incoming) => {
        response.writeHead(incoming.statusCode ?? 502, incoming.headers);
        incoming.on("data", (chunk: Buffer) => {
          if (!response.write(chunk)) {
            incoming.pause();
            response.once("drain", () => incoming.resume());
          }
        });
        incoming.on("end", () => response.end());
      },
    );
    outgoing.end(body);
  });
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
