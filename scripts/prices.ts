import { checkPriceFiles } from "./prices/price-file.ts";
import { JobError, runCommand } from "./cli/run-command.ts";
import { Command } from "commander";

/** `npm run prices`: is the price list right, and what does a model cost? */

const program = new Command("prices").description(
  "The prices behind every cost: lambda/domain/price-list.json and price-overrides.json.",
);

const source = "compare with LiteLLM's model_prices_and_context_window.json at PATH as well";

program
  .command("check")
  .description("are both price files sound, and do the prices agree with @pydantic/genai-prices?")
  .option("--litellm <path>", source)
  .action(async (options: { litellm?: string }) => {
    const changes = await changesOf(options);
    if (changes.length > 0) {
      throw new JobError(
        `${changes.length} prices differ, as listed: \`npm run prices -- update\` writes them.`,
      );
    }
    console.error("Both price files are sound, and the prices agree.");
  });

program
  .command("update")
  .description("write what differs into the price list, each with its date; history stays")
  .option("--litellm <path>", source)
  .action(async (options: { litellm?: string }) => {
    const changes = await changesOf(options);
    if (changes.length === 0) return console.error("Nothing to change: the prices agree.");
    const { addPrices } = await import("./prices/add-prices.ts");
    await addPrices(changes.map(({ theirs }) => theirs));
    console.error(`${changes.length} lines written to price-list.json: look at the diff, then deploy.`);
  });

program
  .command("show")
  .argument("<model>", "a model as OpenAI serves it, such as gpt-5.5-2026-04-24")
  .option("--day <day>", "the prices of that day (UTC)")
  .option("--json", "as JSON")
  .description("what a model costs: per million tokens, by tier and context")
  .action(async (model: string, options: { day?: string; json?: boolean }) => {
    checkPriceFiles();
    const { showPrices } = await import("./prices/show-prices.ts");
    console.log(showPrices(model, { day: options.day ?? today(), isJson: options.json === true }));
  });

await runCommand(program);

async function changesOf({ litellm }: { litellm?: string }) {
  // First, for what is broken can't be loaded.
  checkPriceFiles();
  const [{ genaiPrices }, { litellmPrices }, { changeText, comparePrices }, { priceList }] =
    await Promise.all([
      import("./prices/genai-prices.ts"),
      import("./prices/litellm-prices.ts"),
      import("./prices/compare-prices.ts"),
      import("../lambda/domain/price-book.ts"),
    ]);
  const sources = [genaiPrices(), ...(litellm === undefined ? [] : [litellmPrices(litellm, today())])];
  // Where two sources speak of one model, the later one, which the operator chose, counts.
  const changes = new Map(
    sources
      .flatMap((prices) => comparePrices(priceList, prices, today()))
      .map((change) => [change.model, change]),
  );
  for (const change of changes.values()) console.log(changeText(change));
  return [...changes.values()];
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
