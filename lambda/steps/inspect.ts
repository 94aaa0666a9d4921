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
import { keyFor } from "./key-for.ts";

/** Looks for credentials in a body; resolves with what may go to OpenAI, and says what of it may be kept. */
export type Inspect = (caller: TokenRecord, exchange: Exchange, body: Body) => Promise<Body | Refusal>;

/** In the strict local mode: what goes out is nobody's business but the user's. */
export async function inspectNothing(_caller: TokenRecord, exchange: Exchange, body: Body): Promise<Body> {
  return (exchange.keptBody = body);
}

export function inspectWith(settings: InspectSettings, keys: KeyStore): Inspect {
  return async function inspect(caller, exchange, body) {
    // First of all: without it nobody could tell whether the body holds it.
    const organisationKey = await keyFor(exchange, keys);
    if (organisationKey instanceof Refusal) return organisationKey;
    const mode = caller.secretScan ?? settings.mode;
    if (mode === "off" || body.length === 0) return (exchange.keptBody = body);
    const key = settings.fingerprintKey ?? derivedKey(organisationKey);
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
    return (exchange.keptBody = body);
  }
  const found = inspectBody(text, policy);
  exchange.findings = counted(found.findings);
  if (!found.complete) exchange.isScanUnfinished = true;
  const isCompressed = text !== bytes;
  // Where the secret goes to OpenAI, with `flag`, the archive must still not become the leak.
  const isClean = found.findings.length === 0;
  exchange.keptBody = isClean ? body : bodyOf(archivedBody(text, found.findings, key));
  if (found.action === "block" || (found.action === "redact" && isCompressed)) {
    const where = describeFindings(text, found.findings);
    return new Refusal(
      where === ""
        ? { code: "secret_detected", problem: "unfinished" }
        : { code: "secret_detected", problem: "found", where },
    );
  }
  return isCompressed || found.body === bytes ? body : bodyOf(found.body);
}

/** The same on every instance, and known to nobody who has only the archive. */
function derivedKey(organisationKey: string): string {
  return createHmac("sha256", organisationKey).update("codex-proxy fingerprints").digest("hex");
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
