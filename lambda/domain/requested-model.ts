/**
 * The model that a request asks for; undefined where the body can't be read.
 * The whole body is parsed: of two keys `model` OpenAI takes the last, and so must whoever decides by it.
 */
export function requestedModel(body: Buffer): string | undefined {
  try {
    const request = JSON.parse(body.toString("utf8")) as unknown;
    const model =
      typeof request === "object" && request !== null && "model" in request ? request.model : undefined;
    return typeof model === "string" ? model : undefined;
  } catch {
    return undefined;
  }
}
