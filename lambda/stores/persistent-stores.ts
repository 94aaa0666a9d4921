import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { limits } from "../domain/limits.ts";
import type { LedgerEntry } from "../domain/ledger-entry.ts";
import type { Archive } from "./archive.ts";
import type { Spool } from "./spool.ts";
import type { UsageLedger } from "./usage-ledger.ts";

/** After a failure, how long to wait before each further try; AWS's client has tried more than once by then. */
const retryDelaysMs = [250, 1_000, 3_000];

/** Marks, in the spool, the record of a beginning: it may be sent late, and then stands behind the whole. */
const begunSuffix = ".begun";

/** It could not be written now, and lies in the spool: sent later, unless this instance ends before. */
export class SpooledError extends Error {
  override name = "Spooled";
}

export interface Persistence {
  /** Of what could not be written. */
  spool: Spool;
  retryDelaysMs?: readonly number[];
}

/** An archive that tries again, and then keeps what it could not write, to write it with the next success. */
export function persistentArchive(archive: Archive, persistence: Persistence): Archive {
  const { spool } = persistence;
  const sendSpooled = spoolSender(spool, async (name, object) => {
    if (name.endsWith(begunSuffix)) await archive.putIfAbsent(name.slice(0, -begunSuffix.length), object);
    else await archive.put(name, object);
  });
  return {
    async put(path, object) {
      const spooled = (): Spooled => ({ name: path, bytes: object });
      await persist(() => archive.put(path, object), spooled, persistence);
      if (spool.isEmpty) return;
      await spool.remove(`${path}${begunSuffix}`).catch(() => {});
      await sendSpooled();
    },

    async putIfAbsent(path, object) {
      if (!spool.isEmpty && (await spool.names()).includes(path)) return false;
      const write = (): Promise<boolean> => archive.putIfAbsent(path, object);
      const spooled = (): Spooled => ({ name: `${path}${begunSuffix}`, bytes: object });
      const isWritten = await persist(write, spooled, persistence);
      if (!spool.isEmpty) await sendSpooled();
      return isWritten;
    },
  };
}

/** The same for the ledger. What the store took without saying so is counted twice; `usage-report --verify` shows it. */
export function persistentLedger(ledger: UsageLedger, persistence: Persistence): UsageLedger {
  const write = (_name: string, entry: Buffer): Promise<void> =>
    ledger.add(JSON.parse(entry.toString("utf8")) as LedgerEntry);
  const sendSpooled = spoolSender(persistence.spool, write);
  return {
    async add(entry) {
      const spooled = (): Spooled => ({ name: randomUUID(), bytes: Buffer.from(JSON.stringify(entry)) });
      await persist(() => ledger.add(entry), spooled, persistence);
      if (!persistence.spool.isEmpty) await sendSpooled();
    },
  };
}

interface Spooled {
  name: string;
  bytes: Buffer;
}

/** @param spooled made only when it is needed, which is hardly ever */
async function persist<T>(
  write: () => Promise<T>,
  spooled: () => Spooled,
  { spool, retryDelaysMs: delaysMs = retryDelaysMs }: Persistence,
): Promise<T> {
  let failure: unknown;
  const startedMs = performance.now();
  for (let attempt = 0; attempt <= delaysMs.length; attempt++) {
    if (performance.now() - startedMs > limits.maxPersistMs) break;
    if (attempt > 0) await wait(delaysMs[attempt - 1]);
    try {
      return await write();
    } catch (error) {
      failure = error;
    }
  }
  const { name, bytes } = spooled();
  await spool.add(name, bytes);
  throw new SpooledError("kept, to be written later", { cause: failure });
}

/**
 * Writes what was spooled, and stops at the first that fails again: the next success will try. One at a time, or two
 * exchanges that end together would write the same entry twice.
 */
function spoolSender(
  spool: Spool,
  write: (name: string, bytes: Buffer) => Promise<void>,
): () => Promise<void> {
  let isSending = false;
  return async function sendSpooled() {
    if (isSending) return;
    isSending = true;
    try {
      for (const name of await spool.names()) {
        await write(name, await spool.read(name));
        await spool.remove(name);
      }
    } catch {
      // It stays where it is.
    } finally {
      isSending = false;
    }
  };
}
