import { registerHooks } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

/** Loaded into an instance: writes `loaded NAME` for every file of the bundle when it is loaded. */

const bundle = pathToFileURL(process.env["LAMBDA_TASK_ROOT"]!).href;

registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith(bundle)) process.stdout.write(`loaded ${basename(url)}\n`);
    return nextLoad(url, context);
  },
});
