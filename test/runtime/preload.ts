import { registerHooks } from "node:module";

/** Loaded into an instance before AWS's runtime client: gives it rapid-client.ts where it asks for its native addon. */
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!specifier.endsWith("rapid-client.node")) return nextResolve(specifier, context);
    return { url: new URL("./rapid-client.ts", import.meta.url).href, shortCircuit: true };
  },
});
