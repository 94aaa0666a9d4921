import { defaultUpstreamUrl } from "../../lambda/config.ts";
import { startSimulator } from "./simulator/start-simulator.ts";
import { readKey, takeKeyFromEnvironment } from "../cli/openai-key.ts";
import type { StartOptions } from "./start-options.ts";

/** Where requests go and with which key; no key where the store has it. */
export interface Upstream {
  url: URL;
  key?: string;
  isSimulator: boolean;
}

/** OpenAI with the key that was given; without any key, the simulator, which needs none. */
export async function chooseUpstream(options: StartOptions): Promise<Upstream> {
  const fromEnvironment = takeKeyFromEnvironment(process.env);
  const key = options.keyStdin ? await readKey(process.stdin) : fromEnvironment;
  if (key !== undefined || options.store === "aws") {
    return {
      url: options.upstreamUrl ?? new URL(defaultUpstreamUrl),
      isSimulator: false,
      ...(key && { key }),
    };
  }
  return { url: await startSimulator(), key: "the-simulator-needs-no-key", isSimulator: true };
}
