import { createHmac } from "node:crypto";
import type { Body } from "../domain/body.ts";
import { decodedBody } from "../domain/decoded-body.ts";
import type { Finding } from "../domain/exchange-record.ts";
import { bodyOf } from "../domain/incoming-body.ts";
import type { InspectSettings } from "../domain/inspect-settings.ts";
import { Refusal } from "../domain/refusal.ts";
import type { TokenRecord } from "../domain/token-record.ts";
import type { Exchange } from "../exchange.ts";
import {
  type ActedFinding,
  type SecretPolicy,
  archivedBody,
  describeFindings,
  inspectBody,
} from "../secrets/inspect-body.ts";
import type { KeyStore } from "../stores/key-store.ts";

/** Looks for credentials in a body; resolves with what may go to OpenAI. */
export type Inspect = (caller: TokenRecord, exchange: Exchange, body: Body) => Promise<Body | Refusal>;

/** In the strict local mode: what goes out is nobody's business but the user's. */
export async function inspectNothing(_caller: TokenRecord, _exchange: Exchange, body: Body): Promise<Body> {
  return body;
}

export function inspectWith(settings: InspectSettings, keys: KeyStore): Inspect {
  return async function inspect(caller, exchange, body) {
    const mode = caller.secretScan ?? settings.mode;
    if (mode === "off" || body.length === 0) return body;
    const key = settings.fingerprintKey ?? (await derivedKey(keys));
    if (key instanceof Refusal) return key;
    return body.read((bytes) => inspected(exchange, body, bytes, { ...settings, mode, key }));
  };
}

/** @param bytes the body's, lent for the time of the call */
function inspected(exchange: Exchange, body: Body, bytes: Buffer, policy: SecretPolicy): Body | Refusal {
  const { mode, key } = policy;
  const text = decodedBody(bytes, exchange.request.headers["content-encoding"]);
  if (text === undefined) {
    // Never silently: what can't be read can't be vouched for.
    if (mode !== "flag") return new Refusal({ code: "secret_detected", problem: "unreadable" });
    exchange.isScanUnfinished = true;
    return body;
  }
  const found = inspectBody(text, policy);
  exchange.findings = counted(found.findings);
  if (!found.complete) exchange.isScanUnfinished = true;
  const isCompressed = text !== bytes;
  if (found.action === "block" || (found.action === "redact" && isCompressed)) {
    exchange.keptBody = bodyOf(archivedBody(text, found.findings, key));
    const where = describeFindings(text, found.findings);
    return new Refusal(
      where === ""
        ? { code: "secret_detected", problem: "unfinished" }
        : { code: "secret_detected", problem: "found", where },
    );
  }
  // Where the secret goes to OpenAI, with `flag`, the archive must still not become the leak.
  if (found.findings.length > 0) exchange.keptBody = bodyOf(archivedBody(text, found.findings, key));
  return isCompressed || found.body === bytes ? body : bodyOf(found.body);
}

/** The same on every instance, and known to nobody who has only the archive. */
async function derivedKey(keys: KeyStore): Promise<string | Refusal> {
  try {
    return createHmac("sha256", await keys.get())
      .update("codex-proxy fingerprints")
      .digest("hex");
  } catch (cause) {
    return new Refusal({ code: "upstream_key_unavailable", cause });
  }
}

function counted(findings: readonly ActedFinding[]): Finding[] {
  const counts = new Map<string, Finding>();
  for (const { rule, action } of findings) {
    const finding = counts.get(`${rule} ${action}`) ?? { rule, action, count: 0 };
    finding.count++;
    counts.set(`${rule} ${action}`, finding);
  }
  return [...counts.values()];
}
