import type * as http from "node:http";

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
const errors = {
  AccessDenied: [403, "Access Denied"],
  BadDigest: [400, "The checksum you specified did not match the calculated checksum."],
  IncompleteBody: [
    400,
    "You did not provide the number of bytes specified by the Content-Length HTTP header.",
  ],
  InternalError: [500, "We encountered an internal error. Please try again."],
  InvalidArgument: [400, "Invalid Argument"],
  InvalidRange: [416, "The requested range is not satisfiable"],
  InvalidRequest: [400, "The request is not valid."],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  MissingContentLength: [411, "You must provide the Content-Length HTTP header."],
  NoSuchBucket: [404, "The specified bucket does not exist"],
  NoSuchPublicAccessBlockConfiguration: [404, "The public access block configuration was not found"],
  NoSuchKey: [404, "The specified key does not exist."],
  PreconditionFailed: [412, "At least one of the pre-conditions you specified did not hold"],
  SlowDown: [503, "Please reduce your request rate."],
} as const;

export type S3ErrorCode = keyof typeof errors;

/** A failure in S3's own words, thrown where it is noticed. */
export class S3Error extends Error {
  override name = "S3Error";
  readonly code: S3ErrorCode;

  constructor(code: S3ErrorCode) {
    super(errors[code][1]);
    this.code = code;
  }

  send(response: http.ServerResponse, requestId: string): void {
    const [status, message] = errors[this.code];
    response.writeHead(status, { "content-type": "application/xml", "x-amz-request-id": requestId });
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${this.code}</Code><Message>${message}</Message>` +
        `<RequestId>${requestId}</RequestId><HostId>fake</HostId></Error>`,
    );
  }
}
