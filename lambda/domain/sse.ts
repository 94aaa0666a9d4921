/**
 * Server-sent events, as far as a proxy needs them that never rebuilds a stream: reading a few events out of the bytes
 * that have passed. Line ends are LF, CRLF or CR: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

const lf = 10;
const cr = 13;

/** The data of each event, the last one first; so that the end of a long stream is read without its beginning. */
export function* eventsFromEnd(body: Buffer): Generator<string> {
  let data: string[] = [];
  let end = body.length;
  while (end >= 0) {
    const start = lineStart(body, end);
    const line = body.toString("utf8", start, end);
    if (line === "" && data.length > 0) {
      yield data.join("\n");
      data = [];
    }
    const value = dataOf(line);
    if (value !== undefined) data.unshift(value);
    end = start - 1;
    if (end > 0 && body[end] === lf && body[end - 1] === cr) end--;
  }
  if (data.length > 0) yield data.join("\n");
}

/** The data of each event in order. */
export function* eventsFromStart(body: Buffer): Generator<string> {
  let data: string[] = [];
  for (const line of body.toString("utf8").split(/\r\n|\n|\r/)) {
    if (line === "" && data.length > 0) {
      yield data.join("\n");
      data = [];
    }
    const value = dataOf(line);
    if (value !== undefined) data.push(value);
  }
  if (data.length > 0) yield data.join("\n");
}

/** One event in our own words, after whatever came before: an event that was cut off in the middle is ended first. */
export function eventAfter(before: Buffer, type: string, data: object): Buffer {
  const text = `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
  return Buffer.from(endsAnEvent(before) ? text : `\n\n${text}`);
}

function endsAnEvent(before: Buffer): boolean {
  return (
    before.length === 0 ||
    /(\n\n|\r\r|\r\n\r\n)$/.test(before.toString("latin1", Math.max(0, before.length - 4)))
  );
}

function dataOf(line: string): string | undefined {
  if (!line.startsWith("data:")) return undefined;
  return line.startsWith("data: ") ? line.slice(6) : line.slice(5);
}

function lineStart(body: Buffer, end: number): number {
  if (end === 0) return 0;
  const afterLf = body.lastIndexOf(lf, end - 1) + 1;
  // Only behind the last LF: a stream without any CR would otherwise be searched to its beginning for every line.
  return afterLf + body.subarray(afterLf, end).lastIndexOf(cr) + 1;
}
