declare module "dynalite" {
  import type { Server } from "node:http";
  /** @returns a DynamoDB in memory that does not listen yet */
  export default function dynalite(options?: { createTableMs?: number; deleteTableMs?: number }): Server;
}
