import * as http from "node:http";

/**
 * DynamoDB, S3 and Secrets Manager as the function sees them, at as little cost as can be: every token is valid, what is
 * written is thrown away, and every answer comes after a delay. `node aws-stand-in-process.ts DELAY_MS`
 */

const delayMs = Number(process.argv[2] ?? 0);

const answers: Record<string, (request: { Key?: { token_hash?: { S: string } } }) => object> = {
  "DynamoDB_20120810.GetItem": ({ Key }) => ({
    Item: {
      token_hash: Key?.token_hash,
      token_id: { S: Key?.token_hash?.S.slice(0, 12) },
      user_id: { S: "bench@example.com" },
      enabled: { BOOL: true },
      created_at: { S: "2026-01-01T00:00:00.000Z" },
    },
  }),
  "DynamoDB_20120810.UpdateItem": () => ({}),
  "secretsmanager.GetSecretValue": () => ({ SecretString: "sk-proj-made-up-for-the-bench-0123456789" }),
};

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    setTimeout(() => {
      if (request.method === "PUT") return void response.writeHead(200, { etag: '"0"' }).end();
      const answer = answers[String(request.headers["x-amz-target"])];
      if (answer === undefined) return void response.writeHead(400).end();
      const text = JSON.stringify(answer(JSON.parse(Buffer.concat(chunks).toString()) as object));
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(text);
    }, delayMs);
  });
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
