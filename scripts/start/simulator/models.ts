import type { ServerResponse } from "node:http";
import { sendError, sendJson } from "./send.ts";

const models = ["gpt-6.1-sol", "gpt-6.1-terra", "gpt-5.6-sol", "gpt-5.5"].map((id) => ({
  id,
  object: "model",
  created: 1_767_225_600,
  owned_by: "simulator",
}));

export function answerModels(response: ServerResponse): void {
  sendJson(response, { object: "list", data: models });
}

export function answerModel(id: string, response: ServerResponse): void {
  const model = models.find((candidate) => candidate.id === id);
  if (model === undefined) return sendError(response, 404, `The model '${id}' does not exist`);
  sendJson(response, model);
}
