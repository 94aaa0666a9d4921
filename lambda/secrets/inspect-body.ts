import { type ScanMode, actionOf } from "./mode.ts";
import { placeOf } from "./place.ts";
import { fingerprint, redact } from "./redact.ts";
import type { Action } from "./rule.ts";
import { genericRule, rules } from "./rule-table.ts";
import { type Finding, scan } from "./scan.ts";

export interface SecretPolicy {
  mode: ScanMode;
  /** The deployment's key for fingerprints; whoever has it can test guesses against placeholders. */
  key: string | Uint8Array;
  /** Fingerprints of values that may pass, as `npm run scan-secrets -- allow` prints them. */
  allowed: ReadonlySet<string>;
  /** Lets the generic rule act as strongly as the mode says; by default it only flags. */
  genericActs?: boolean;
  honoursMarker?: boolean;
}

export interface ActedFinding extends Finding {
  action: Action;
}

export interface Inspection {
  /** The strongest of what is done; `none` where nothing was found. */
  action: Action | "none";
  findings: ActedFinding[];
  /** False where the work budget ran out: with `block` that alone refuses the body. */
  complete: boolean;
  /** What goes upstream: the body itself unless something in it is redacted. */
  body: Buffer;
}

/** What a policy makes of a body. */
export function inspectBody(body: Buffer, policy: SecretPolicy): Inspection {
  const { mode, key, allowed } = policy;
  if (mode === "off") return { action: "none", findings: [], complete: true, body };
  const { findings, complete } = scan(body, {
    honoursMarker: policy.honoursMarker ?? true,
    ...(allowed.size > 0 && { isAllowed: (secret) => allowed.has(fingerprint(secret, key)) }),
  });
  const acted = findings.map(({ rule, start, end, strongest }): ActedFinding => {
    const isFreed = rule === genericRule.id && policy.genericActs === true;
    return { rule, start, end, strongest, action: actionOf(isFreed ? "block" : strongest, mode) };
  });
  const isBlocked = acted.some(({ action }) => action === "block") || (mode === "block" && !complete);
  const toRedact = acted.filter(({ action }) => action === "redact");
  return {
    action: isBlocked ? "block" : toRedact.length > 0 ? "redact" : acted.length > 0 ? "flag" : "none",
    findings: acted,
    complete,
    body: toRedact.length > 0 && !isBlocked ? redact(body, toRedact, key) : body,
  };
}

/** The body as the archive may hold it: with every finding redacted, whatever was done about it on the way. */
export function archivedBody(body: Buffer, findings: readonly Finding[], key: string | Uint8Array): Buffer {
  return findings.length === 0 ? body : redact(body, findings, key);
}

const mostNamed = 5;

/**
 * Findings in words, for an error message: `AWS access key ID in input[3]`. Each kind and place once, the first few;
 * never the secret.
 */
export function describeFindings(body: Buffer, findings: readonly Finding[]): string {
  const named = new Set<string>();
  for (const { rule, start } of findings) {
    if (named.size > mostNamed) break;
    const what = rules.find(({ id }) => id === rule)?.what ?? rule;
    named.add(`${what} in ${placeOf(body, start)}`);
  }
  const all = [...named];
  return all.length > mostNamed ? `${all.slice(0, mostNamed).join(", ")} and more` : all.join(", ");
}
