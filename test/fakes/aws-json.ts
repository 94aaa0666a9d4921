import type { LocalServer } from "./local-server.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { startRecordedServer } from "./recorded-server.ts";
import type { TroublePlan } from "./trouble.ts";

export interface AwsJsonAnswer {
  status: number;
  body: object;
}

/** A service of AWS's JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function startAwsJson(
  { requests, trouble }: { requests: RecordedRequest[]; trouble: TroublePlan },
  serve: (request: RecordedRequest) => AwsJsonAnswer,
): Promise<LocalServer> {
  return startRecordedServer(requests, async (request, outgoing) => {
    const struck = await trouble.strike(outgoing);
    if (struck === "gone") return;
    const { status, body } =
      struck === undefined
        ? serve(request)
        : awsJsonError(struck.code, "Trouble was asked for.", struck.status);
    outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    outgoing.end(JSON.stringify(body));
  });
}

export function awsJsonError(type: string, message: string, status = 400): AwsJsonAnswer {
  return { status, body: { __type: type, message } };
}
