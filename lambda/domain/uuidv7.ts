/**
 * A UUID whose text sorts by time, so that archive objects list in the order of their exchanges.
 * Layout: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 * @param randomUuid a random one (version 4), whose random bits behind the time are taken over
 */
export function uuidv7(timeMs: number, randomUuid: string): string {
  const time = timeMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUuid.slice(15)}`;
}
