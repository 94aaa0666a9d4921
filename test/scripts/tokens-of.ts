import type { TestContext } from "node:test";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { type Finished, runScript } from "./run-script.ts";

/** `npm run tokens`, on either family of stores. */
export type Tokens = (args: readonly string[], input?: string) => Promise<Finished>;

export const tokenFamilies: Record<string, (t: TestContext) => Promise<Tokens>> = {
  async "the embedded stores"(t) {
    const dataDir = temporaryFolder(t);
    openLocalDatabase(dataDir).close();
    return (args, input = "") => runScript("tokens", [...args, "--local", dataDir], { input });
  },
  async DynamoDB(t) {
    const { url, close } = await startDynamoDb();
    t.after(close);
    const env = awsEnv(url);
    return (args, input = "") => runScript("tokens", [...args, "--region", "us-east-1"], { env, input });
  },
};

export function awsEnv(url: URL): Record<string, string> {
  return { AWS_ENDPOINT_URL_DYNAMODB: url.origin, AWS_ACCESS_KEY_ID: "fake", AWS_SECRET_ACCESS_KEY: "fake" };
}

export interface Added {
  token: string;
  token_id: string;
  user_id: string;
}

export async function addToken(tokens: Tokens, ...args: string[]): Promise<Added> {
  return JSON.parse((await tokens(["add", ...args, "--json"])).stdout) as Added;
}

export async function listTokens(tokens: Tokens): Promise<Record<string, unknown>[]> {
  return JSON.parse((await tokens(["list", "--json"])).stdout) as Record<string, unknown>[];
}
