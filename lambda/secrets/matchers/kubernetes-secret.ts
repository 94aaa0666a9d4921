import type { Budget } from "../budget.ts";
import type { PlainText } from "../plain-text.ts";
import { isStub } from "../randomness.ts";
import type { Span } from "../rule.ts";

/** How far from `kind: Secret` its data may stand, either way. */
const reach = 1_500;
const shortestValue = 8;
const entry =
  /^[ \t]*["']?[\w.-]{1,80}["']?[ \t]*:[ \t]*(?:[|>][-+]?[ \t]*\n[ \t]*)?["']?([A-Za-z0-9+/]{8,1200}={0,3})["'},\]\s]*$/;

/**
 * The first long value below `data:` in the manifest of a Secret: base64 is no encryption.
 * https://kubernetes.io/docs/concepts/configuration/secret/
 */
export function findKubernetesSecret({ latin1 }: PlainText, at: number, budget: Budget): Span | undefined {
  if (!/^kind["']?[ \t]{0,8}:[ \t]{0,8}["']?secret["']?[ \t]*[,\r\n]/i.test(latin1.slice(at, at + 40) + "\n"))
    return undefined;
  const from = manifestStart(latin1, at);
  const to = manifestEnd(latin1, at);
  budget.spend(2 * (to - from));
  const manifest = latin1.slice(from, to);
  const data = /(?:^|\n|[{,])[ \t]*["']?data["']?[ \t]*:[ \t]*\{?[ \t\r]*\n/.exec(manifest);
  if (data === null) return undefined;
  let lineStart = data.index + data[0].length;
  for (const line of manifest.slice(lineStart).split("\n")) {
    const value = entry.exec(line)?.[1];
    if (value !== undefined && isSecretValue(value)) {
      const start = from + lineStart + line.lastIndexOf(value);
      return { start, end: start + value.length };
    }
    if (/^[ \t]*["']?(?:kind|metadata|type|apiVersion)["']?[ \t]*:/.test(line)) return undefined;
    lineStart += line.length + 1;
  }
  return undefined;
}

function isSecretValue(value: string): boolean {
  const decoded = Buffer.from(value, "base64").toString("latin1");
  return value.length >= shortestValue && !(/^[\x20-\x7e]*$/.test(decoded) && isStub(decoded));
}

function manifestStart(text: string, at: number): number {
  const from = Math.max(0, at - reach);
  const cut = text.slice(from, at).lastIndexOf("\n---");
  return cut < 0 ? from : from + cut;
}

function manifestEnd(text: string, at: number): number {
  const cut = text.slice(at, at + reach).indexOf("\n---");
  return cut < 0 ? Math.min(text.length, at + reach) : at + cut;
}
