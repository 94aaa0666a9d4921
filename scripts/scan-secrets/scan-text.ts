import { fingerprint, placeholder } from "../../lambda/secrets/redact.ts";
import { scan } from "../../lambda/secrets/scan.ts";

export interface ScanKeys {
  key: string;
  allowed: ReadonlySet<string>;
}

export interface TextScan {
  /** Offsets in characters of the text (UTF-16 code units), the second behind the finding. */
  findings: { rule: string; start: number; end: number }[];
  redacted: string;
}

/** What the proxy would find in a text. */
export function scanText(text: string, { key, allowed }: ScanKeys): TextScan {
  const bytes = Buffer.from(text);
  const { findings } = scan(bytes, { isAllowed: (secret) => allowed.has(fingerprint(secret, key)) });
  const found: TextScan["findings"] = [];
  let redacted = "";
  let bytesRead = 0;
  let charactersRead = 0;
  for (const { rule, start, end } of findings) {
    const first = charactersRead + bytes.toString("utf8", bytesRead, start).length;
    const behind = first + bytes.toString("utf8", start, end).length;
    // Cut from the text, not from the bytes: a lone surrogate would not come back from them.
    redacted += text.slice(charactersRead, first) + placeholder(bytes.subarray(start, end), key);
    found.push({ rule, start: first, end: behind });
    bytesRead = end;
    charactersRead = behind;
  }
  return { findings: found, redacted: redacted + text.slice(charactersRead) };
}
