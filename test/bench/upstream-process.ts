import * as http from "node:http";

/**
 * An upstream that costs as little as it can: a JSON answer; for the model `bench-stream-N`, N bytes of events as fast
 * as they are taken; for `bench-paced-N`, N events, one every 20 ms.
 */

const jsonAnswer = Buffer.from(
  JSON.stringify({
    id: "resp_bench",
    object: "response",
    status: "completed",
    model: "gpt-5.5",
    service_tier: "default",
    output: [
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "x".repeat(400) }] },
    ],
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 5,
      output_tokens_details: {},
    },
  }),
);
/** A model takes a while to begin. Where it begins at once, Go's proxies sometimes cut their answer: see docs/performance.md. */
const thoughtMs = 5;
const delta =
  'a few words of an answer, as a model writes them, token by token, with \\"quotes\\" and \\n in it ';
const event = Buffer.from(
  `event: response.output_text.delta\ndata: ${JSON.stringify({ type: "response.output_text.delta", item_id: "msg_1", output_index: 0, content_index: 0, sequence_number: 1, delta, logprobs: [] })}\n\n`,
);
const completed = Buffer.from(
  `event: response.completed\ndata: ${JSON.stringify({ type: "response.completed", response: JSON.parse(jsonAnswer.toString()) as object })}\n\n`,
);

// Kept open for longer than a contender waits for its turn: on a connection that has just been closed a request would fail.
const server = http.createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  let head = "";
  request.on("data", (chunk: Buffer) => (head ||= chunk.toString("latin1", 0, 4096)));
  request.on("end", () => {
    // Not a header: some gateways pass on only those that they know.
    const [, kind, amount = 0] = /"model":"bench-(stream|paced)-(\d+)"/.exec(head) ?? [];
    if (kind === "paced") return pace(response, Number(amount));
    if (kind === "stream") return void setTimeout(() => void stream(response, Number(amount)), thoughtMs);
    response
      .writeHead(200, { "content-type": "application/json", "content-length": jsonAnswer.length })
      .end(jsonAnswer);
  });
});

async function stream(response: http.ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const chunk = Buffer.concat(Array.from({ length: 50 }, () => event));
  for (let sent = 0; sent < bytes; sent += chunk.length) {
    if (!response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve));
  }
  response.end(completed);
}

/** An event every 20 ms, each with the time at which it left, to the microsecond. */
function pace(response: http.ServerResponse, events: number): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const pad = "x".repeat(200);
  let sent = 0;
  const timer = setInterval(() => {
    const at = performance.timeOrigin + performance.now();
    response.write(
      `event: response.output_text.delta\ndata: ${JSON.stringify({ type: "response.output_text.delta", at, delta: pad })}\n\n`,
    );
    if (++sent < events) return;
    clearInterval(timer);
    response.end(completed);
  }, 20);
}

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
