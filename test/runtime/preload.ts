import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

/** The text of rapid-client.ts, without its types; put in when an instance is started. */
declare const RAPID_CLIENT: string;

/** Loaded into an instance before AWS's runtime client: gives it rapid-client.ts where it asks for its native addon. */
const rapidClient = pathToFileURL("rapid-client.mjs").href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!specifier.endsWith("rapid-client.node")) return nextResolve(specifier, context);
    return { url: rapidClient, format: "module", shortCircuit: true };
  },
  load(url, context, nextLoad) {
    if (url !== rapidClient) return nextLoad(url, context);
    return { format: "module", source: RAPID_CLIENT, shortCircuit: true };
  },
});
