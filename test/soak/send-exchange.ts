import * as http from "node:http";

/** One exchange as its sender knows it. */
export interface Sent {
  /** Stands in the request, to find it again. */
  marker: string;
  seen: string;
  id?: string;
  /** The connection broke: no proxy was there any more. */
  wasCut?: true;
}

/** Nobody was listening: this was no exchange. */
export const neverArrived = "never arrived";

/** Sends one and reads to the end, or for one in ten hangs up after the first piece; never rejects. */
export function sendExchange(url: URL, token: string, exchange: Sent): Promise<void> {
  const hangsUp = Math.random() < 0.1;
  const body = JSON.stringify({ model: "gpt-5.5", stream: true, input: exchange.marker });
  return new Promise((resolve) => {
    const end = (seen: string): void => {
      exchange.seen = seen;
      resolve();
    };
    const cut = (): void => {
      exchange.wasCut = true;
      end("cut off");
    };
    const request = http.request(new URL("/v1/responses", url), {
      method: "POST",
      agent: false,
      headers: { authorization: `Bearer ${token}`, "content-length": Buffer.byteLength(body) },
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") end(neverArrived);
      else if (exchange.seen === "under way") cut();
    });
    request.on("response", (response) => {
      exchange.id = String(response.headers["x-codex-proxy-request-id"]);
      let tail = "";
      response.on("data", (chunk) => {
        tail = (tail + String(chunk)).slice(-2_000);
        if (!hangsUp) return;
        end("hung up");
        response.destroy();
      });
      response.on("end", () => end(endOf(response.statusCode ?? 0, tail)));
      response.on("error", () => {
        if (exchange.seen === "under way") cut();
      });
    });
    request.end(body);
  });
}

function endOf(status: number, tail: string): string {
  if (status !== 200) return String(status);
  return /event: (response\.\w+)\ndata: [^\n]*\n\n$/.exec(tail)?.[1] ?? "an early end";
}
