import { FunctionUrl } from "../runtime/function-url.ts";
import { startInstance } from "./lambda-under-bench.ts";

/**
 * An instance of the bundle and the Function URL in front of it, whose work is then not counted as the bundle's.
 * `node lambda-process.ts BUNDLE UPSTREAM AWS SECRET_SCAN` says the port of the front and the number of the instance's process.
 */

const [bundle = "", upstream = "", aws = "", secretScan] = process.argv.slice(2);
const instance = await startInstance(bundle, new URL(upstream), new URL(aws), secretScan);
const front = await FunctionUrl.start(instance);
process.stdout.write(`${JSON.stringify({ port: Number(front.url.port), pid: instance.pid })}\n`);
