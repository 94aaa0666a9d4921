import { gunzipSync } from "node:zlib";

/** An exchange as it lies in the archive: docs/storage.md. */
export interface ArchivedExchange {
  path: string;
  v: number;
  id: string;
  time: string;
  user_id: string;
  token_id: string;
  team: string | null;
  outcome: string;
  model: string | null;
  stream: boolean;
  service_tier: string | null;
  usage: Record<string, number | string>;
  cost_usd: number | null;
  timing: Record<string, number | null>;
  findings: object[];
  request: { method: string; path: string; headers: Record<string, string>; body: ArchivedBody };
  response: { status: number; headers: Record<string, string>; body: ArchivedBody };
}

type ArchivedBody = string | { base64: string } | null;

export function readArchived(path: string, object: Buffer): ArchivedExchange {
  return { path, ...(JSON.parse(gunzipSync(object).toString("utf8")) as Omit<ArchivedExchange, "path">) };
}

/** In the order of time, which their ids have and their paths, by token, have not. */
export function byTime(a: ArchivedExchange, b: ArchivedExchange): number {
  return a.id < b.id ? -1 : 1;
}
