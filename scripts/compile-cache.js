import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// In JavaScript, and loaded before everything else: what Node made of the TypeScript last time is taken from the cache,
// and its parser, 25 MB and two thirds of the start, is never loaded. In the checkout, since whoever can write to a
// folder for everybody, such as /tmp, could have this process run code. https://nodejs.org/api/module.html#module-compile-cache
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/codex-proxy", import.meta.url)));
