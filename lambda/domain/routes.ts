import { Refusal } from "./refusal.ts";

/** What a request asks for, decided once, from the exact method and path; nothing later looks at the path again. */
export type Route = "responses" | "compact" | "chat_completions" | "models" | "usage" | "health";

/** Which routes a deployment opens. `strict` is OpenAI's own responses-api-proxy: one route, no query. */
export type RouteTable = "standard" | "strict";

const modelPath = /^\/v1\/models\/[A-Za-z0-9][A-Za-z0-9._:-]*$/;

/** The path is compared as it came: never decoded, never normalised, so that no second spelling of a route exists. */
export function findRoute(method: string, path: string, query: string, table: RouteTable): Route | Refusal {
  const route = table === "strict" ? strictRoute(method, path, query) : standardRoute(method, path);
  if (route !== undefined) return route;
  if (table === "standard" && method === "GET" && path === "/v1/responses") {
    return new Refusal({ code: "websocket_not_supported" });
  }
  return new Refusal({ code: "route_not_allowed", method, path });
}

function strictRoute(method: string, path: string, query: string): Route | undefined {
  return method === "POST" && path === "/v1/responses" && query === "" ? "responses" : undefined;
}

function standardRoute(method: string, path: string): Route | undefined {
  switch (`${method} ${path}`) {
    case "POST /v1/responses":
      return "responses";
    case "POST /v1/responses/compact":
      return "compact";
    case "POST /v1/chat/completions":
      return "chat_completions";
    case "GET /v1/models":
      return "models";
    case "GET /v1/usage/me":
      return "usage";
    case "GET /health":
    case "HEAD /health":
      return "health";
    default:
      return method === "GET" && modelPath.test(path) ? "models" : undefined;
  }
}
