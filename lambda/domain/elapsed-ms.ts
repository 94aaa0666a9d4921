/** The clock of a machine may be set back in the middle of an exchange: no time is less than none. */
export function elapsedMs(fromMs: number, toMs: number): number {
  return Math.max(0, toMs - fromMs);
}
