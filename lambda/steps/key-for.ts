import { Refusal } from "../domain/refusal.ts";
import type { Exchange } from "../exchange.ts";
import type { KeyStore } from "../stores/key-store.ts";

/** The organisation's key, which from now on no record of the exchange will hold. */
export async function keyFor(exchange: Exchange, keys: KeyStore): Promise<string | Refusal> {
  try {
    return (exchange.key = await keys.get());
  } catch (cause) {
    return new Refusal({ code: "upstream_key_unavailable", cause });
  }
}
