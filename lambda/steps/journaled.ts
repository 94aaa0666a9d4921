import { scrubbedStart } from "../domain/scrub.ts";
import type { Exchange } from "../exchange.ts";
import type { ExchangeJournal } from "../stores/exchange-journal.ts";
import type { Recorder } from "./record.ts";

/** A path of a model's name may be as long as its caller likes. */
const maxPathLength = 200;

/** A recorder that notes which exchanges are under way, from the moment the caller has been let in to that of the record. */
export function journaled(recorder: Recorder, journal: ExchangeJournal): Recorder {
  return {
    ...recorder,
    room(exchange) {
      note(exchange, journal);
      return recorder.room(exchange);
    },
    async finish(exchange) {
      await recorder.finish(exchange);
      journal.end(exchange.id);
    },
  };
}

function note({ id, startedAtMs, caller, request }: Exchange, journal: ExchangeJournal): void {
  if (caller === undefined) return;
  const { tokenId, userId, team = null } = caller;
  const path = scrubbedStart(request.path, maxPathLength, undefined);
  journal.begin({ id, startedAtMs, tokenId, userId, team, method: request.method, path });
}
