import dns from "node:dns";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Loaded into a process under test: resolves what ends in `.test` as fake-names.ts says, and all else as ever. */
const folder = process.env["FAKE_NAMES"]!;
const lookup = dns.lookup;

type Callback = (error: Error | null, address?: unknown, family?: number) => void;

function fakeLookup(name: string, options: dns.LookupOptions, callback: Callback): void {
  if (!name.endsWith(".test")) return lookup(name, options, callback as never);
  const failure = failureOf(name);
  if (failure === "never connects") return;
  if (failure !== undefined) {
    const error = Object.assign(new Error(`getaddrinfo ${failure} ${name}`), { code: failure });
    return void setImmediate(callback, error);
  }
  const address = { address: "127.0.0.1", family: 4 };
  setImmediate(() => (options.all ? callback(null, [address]) : callback(null, address.address, 4)));
}

function failureOf(name: string): string | undefined {
  const file = join(folder, name);
  if (!existsSync(file)) return undefined;
  const [failure, times] = readFileSync(file, "utf8").split("\n");
  if (Number(times) === 0) return undefined;
  writeFileSync(file, `${failure}\n${Number(times) - 1}`);
  appendFileSync(`${file}.strikes`, "x");
  return failure;
}

dns.lookup = fakeLookup as typeof dns.lookup;
