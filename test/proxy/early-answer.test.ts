import assert from "node:assert/strict";
import { once } from "node:events";
import * as net from "node:net";
import { test } from "node:test";
import { startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { within } from "../fakes/within.ts";

const answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

test("a body that OpenAI reads on only after it has answered arrives as it was sent", async (t) => {
  const body = Buffer.alloc(20 * 1024 * 1024, "0123456789abcdef-");
  const arrived = Promise.withResolvers<net.Socket>();
  const received: Buffer[] = [];
  const openAi = net.createServer((socket) => {
    socket.once("data", (chunk) => {
      received.push(chunk);
      socket.pause();
      socket.write(answer);
      arrived.resolve(socket);
    });
  });
  openAi.listen(0, "127.0.0.1");
  await once(openAi, "listening");
  const { port } = openAi.address() as net.AddressInfo;
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, new URL(`http://127.0.0.1:${port}`));

  const response = await proxy.post("/v1/responses", body);
  assert.equal(await response.text(), "{}");
  await within("the exchange to be recorded", proxy.settled());

  const socket = await arrived.promise;
  const lengthOf = (pieces: Buffer[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = new Promise<void>((resolve) => {
    socket.on("data", (chunk) => {
      received.push(chunk);
      if (lengthOf(received) > body.length) resolve();
    });
  });
  socket.resume();
  await within("the rest of the body", Promise.race([whole, once(socket, "close")]));
  const request = Buffer.concat(received);
  assert.ok(request.subarray(request.indexOf("\r\n\r\n") + 4).equals(body));
  socket.destroy();
});
