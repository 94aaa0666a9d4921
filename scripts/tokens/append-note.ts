/** The history of a token in the words of admins: what happened is added behind what was noted before. */
export function appendNote(note: string | undefined, event: string, nowMs: number): string {
  const entry = `${new Date(nowMs).toISOString().slice(0, 10)} ${event}`;
  return note === undefined || note === "" ? entry : `${note}; ${entry}`;
}
