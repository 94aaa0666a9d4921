import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

// The package brings no types of its own.
const dynalite = createRequire(import.meta.url)("dynalite") as (options: { createTableMs: number }) => Server;

export const usageTableName = "codex-proxy-usage";

/** What the AWS SDK is told by the environment, so that scripts find the local server as they would find AWS. */
export type AwsEnvironment = Record<string, string>;

/** The usage table in DynamoDB's local stand-in, made as the stack makes it. */
export async function usageTable(t: { after: (clean: () => Promise<void>) => void }) {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "eu-central-1", credentials });
  t.after(async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  await client.send(
    new CreateTableCommand({
      TableName: usageTableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "day", AttributeType: "S" },
        { AttributeName: "series", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "day", KeyType: "HASH" },
        { AttributeName: "series", KeyType: "RANGE" },
      ],
    }),
  );
  const env: AwsEnvironment = {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  return { client, env, server };
}
