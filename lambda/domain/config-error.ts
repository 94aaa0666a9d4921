/** A setting that is missing or wrong, found at the start; the message is one sentence that names it and what was expected. */
export class ConfigError extends Error {
  override name = "ConfigError";
}
