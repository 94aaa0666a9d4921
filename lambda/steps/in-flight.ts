/** A record of an exchange that is still under way, so that its prompt is kept even if this instance dies. */
export interface InFlight {
  /** No record of it is begun any more, and one that was begun has been written. */
  settled(): Promise<void>;
}

/**
 * Writes once the exchange has lasted a while: most of Codex's take longer, and those that don't are not written twice.
 * @param write may fail: the record of the whole exchange comes later, and will say so if it fails too
 */
export function inFlightAfter(delayMs: number, write: () => Promise<void>): InFlight {
  let writing: Promise<void> | undefined;
  const timer = setTimeout(() => {
    writing = write().catch(() => {});
  }, delayMs);
  return {
    async settled() {
      clearTimeout(timer);
      await writing;
    },
  };
}
