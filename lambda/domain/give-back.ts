/**
 * Frees memory that nobody else holds, now and not when a collector of garbage comes for it: it would come for a few
 * large bodies as often as for a hundred thousand small things, and look through the whole heap each time. What shares
 * its memory with others keeps it, and so does what Node won't part with.
 * https://tc39.es/ecma262/#sec-arraybuffer.prototype.transfer
 */
export function giveBack({ buffer, byteLength }: Buffer): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== byteLength) return;
  try {
    buffer.transfer(0);
  } catch {
    // It is collected as any other.
  }
}
