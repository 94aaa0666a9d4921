/** How strongly a deployment, or a token, acts on secrets in requests. */
export const scanModes = ["off", "flag", "redact", "block"] as const;

export type ScanMode = (typeof scanModes)[number];

export interface InspectSettings {
  /** What is done about secrets, unless a token says otherwise. */
  mode: ScanMode;
  /** Fingerprints of values that may pass, as `npm run scan-secrets -- allow` prints them. */
  allowed: ReadonlySet<string>;
  /** The key of the fingerprints; absent: one derived from the organisation's OpenAI key. */
  fingerprintKey?: string;
  /** Lets the generic rule act as strongly as the mode says; by default it only flags. */
  genericActs?: boolean;
  /** Whether `codex-proxy:allow` beside a value lets it pass; default true. */
  honoursMarker?: boolean;
}

/** A mode as it is written down; undefined for anything else. */
export function scanModeOf(text: string | undefined): ScanMode | undefined {
  return scanModes.find((mode) => mode === text);
}
