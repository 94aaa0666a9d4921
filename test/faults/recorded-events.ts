import { recordedTraffic } from "../fakes/recorded-traffic.ts";

const { body } = recordedTraffic("response").find(({ name }) => name.includes("turn2-text"))!;

/** A stream that Codex was seen to read, one buffer an event. */
export const recordedEvents: readonly Buffer[] = body
  .toString("latin1")
  .split(/(?<=\n\n)/)
  .map((event) => Buffer.from(event, "latin1"));
