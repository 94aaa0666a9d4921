import * as http from "node:http";
import { type LocalServer, startLocalServer } from "./local-server.ts";
import { type RecordedRequest, recordRequest } from "./recorded-request.ts";

/**
 * Answers each request once it has come whole: half a request is none, since its sender has gone.
 * @param requests to which each is added as it comes
 */
export function startRecordedServer(
  requests: RecordedRequest[],
  answer: (request: RecordedRequest, outgoing: http.ServerResponse) => Promise<void>,
  options: http.ServerOptions = {},
): Promise<LocalServer> {
  const serve = async (incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> => {
    const request = await recordRequest(incoming).catch(() => undefined);
    if (request === undefined) return;
    requests.push(request);
    await answer(request, outgoing);
  };
  return startLocalServer(http.createServer(options, (incoming, outgoing) => void serve(incoming, outgoing)));
}
