/**
 * A UUID whose text sorts by time, so that archive objects list in the order of their exchanges.
 * Layout: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 * @param random 10 random bytes
 */
export function uuidv7(timeMs: number, random: Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(timeMs, 0, 6);
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
