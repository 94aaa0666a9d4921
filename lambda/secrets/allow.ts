/** Beside a secret, on its line: a test key that may pass. */
const marker = "codex-proxy:allow";

/** How far from a secret its marker may stand: the lines of minified files have no end. */
const markerReach = 200;

/** Whether a marker stands anywhere: nearly always it doesn't, and then no line need be looked at. */
export function hasMarker(text: string): boolean {
  return text.includes(marker);
}

/** Does the marker stand on the line of the secret? */
export function isMarkedAllowed(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - markerReach), start);
  const behind = text.slice(end, end + markerReach);
  const line = before.slice(before.lastIndexOf("\n") + 1) + " " + behind.split("\n", 1)[0];
  return line.includes(marker);
}
