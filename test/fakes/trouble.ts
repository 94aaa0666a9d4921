import type * as http from "node:http";

/** What can befall a request to a fake AWS service before it is looked at. */
export type Trouble =
  | { kind: "status"; status: number; code: string }
  | { kind: "reset" }
  /** Nothing happens until the promise settles; then the request is served as usual. */
  | { kind: "wait"; until: Promise<unknown> };

export const slowDown: Trouble = { kind: "status", status: 503, code: "SlowDown" };
export const reset: Trouble = { kind: "reset" };

export function waitFor(until: Promise<unknown>): Trouble {
  return { kind: "wait", until };
}

/** Trouble to come: each entry befalls one request, in order; with none left, all is well. */
export class TroublePlan {
  readonly #coming: Trouble[] = [];

  add(trouble: Trouble, times = 1): void {
    this.#coming.push(...Array.from({ length: times }, () => trouble));
  }

  clear(): void {
    this.#coming.length = 0;
  }

  /** @returns an error to answer with, `gone` where the connection is, or undefined where the request is to be served */
  async strike(
    response: http.ServerResponse,
  ): Promise<{ status: number; code: string } | "gone" | undefined> {
    const trouble = this.#coming.shift();
    switch (trouble?.kind) {
      case "status":
        return trouble;
      case "reset":
        response.socket?.resetAndDestroy();
        return "gone";
      case "wait":
        await trouble.until;
        return response.destroyed ? "gone" : undefined;
      case undefined:
        return undefined;
    }
  }
}
