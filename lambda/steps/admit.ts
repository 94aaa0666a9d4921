import type { Body } from "../domain/body.ts";
import { Refusal } from "../domain/refusal.ts";
import { requestedModel } from "../domain/requested-model.ts";
import type { TokenRecord } from "../domain/token-record.ts";
import type { ProxyRequest } from "../exchange.ts";

/** May this caller ask for this? Only a token with a list of models costs the reading of the body. */
export function admit(caller: TokenRecord, request: ProxyRequest, body: Body): Refusal | undefined {
  if (caller.models === undefined || request.method !== "POST") return undefined;
  const model = body.read(requestedModel);
  if (model !== undefined && caller.models.includes(model)) return undefined;
  return new Refusal({ code: "model_not_allowed", model, allowed: caller.models });
}
