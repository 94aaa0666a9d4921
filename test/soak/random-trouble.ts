import type { Behaviour } from "../fakes/fake-openai.ts";
import { errorAnswer } from "../fakes/json-answer.ts";
import { dieAtOnce } from "../fakes/no-answer.ts";
import { message } from "../fakes/output-items.ts";
import { responsesStream } from "../fakes/responses-stream.ts";
import { streamAnswer } from "../fakes/stream-answer.ts";

const events = responsesStream({ model: "gpt-5.5", output: [message("One of many answers. ".repeat(5))] });
const unavailable = errorAnswer(503, { message: "Overloaded", type: "server_error", code: "overloaded" });

/** An OpenAI on a bad day: seven of ten answers are good, one of a hundred takes longer than a second. */
export function randomTrouble(): Behaviour {
  return (request, response) => choose(Math.random())(request, response);
}

function choose(chance: number): Behaviour {
  const cut = Math.floor(Math.random() * events.length);
  switch (true) {
    case chance < 0.7:
      return streamAnswer(events);
    case chance < 0.71:
      return streamAnswer(events, { gapMs: 40 });
    case chance < 0.8:
      return streamAnswer(events.slice(0, cut), { ending: "die" });
    case chance < 0.85:
      return streamAnswer(events.slice(0, cut));
    case chance < 0.9:
      return streamAnswer(events, { ending: "die" });
    case chance < 0.95:
      return dieAtOnce;
    default:
      return unavailable;
  }
}
