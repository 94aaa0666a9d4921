import * as http from "node:http";

/**
 * What AWS's runtime client keeps in its native addon `rapid-client.node`, over plain HTTP: the three calls to the
 * Runtime API that are not streams. The addon needs a compiler to install; streaming does not go through it at all.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */

const [hostname, port] = (process.env["AWS_LAMBDA_RUNTIME_API"] ?? "").split(":");
// One connection: an error that was reported arrives before the question for the next invocation.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

interface Reply {
  headers: http.IncomingHttpHeaders;
  text: string;
}

export async function next(): Promise<{ bodyJson: string; headers: http.IncomingHttpHeaders }> {
  const { headers, text } = await ask("GET", "next");
  return { bodyJson: text, headers };
}

export function done(requestId: string, response: string): void {
  void ask("POST", `${requestId}/response`, response);
}

export function error(requestId: string, response: string, xrayCause: string): void {
  void ask("POST", `${requestId}/error`, response, { "lambda-runtime-function-xray-error-cause": xrayCause });
}

function ask(method: string, call: string, body = "", headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const path = `/2018-06-01/runtime/invocation/${call}`;
    const framed = { ...headers, "content-length": String(Buffer.byteLength(body)) };
    const request = http.request({ agent, hostname, port, method, path, headers: framed }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ headers: response.headers, text }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}
