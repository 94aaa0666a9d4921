import { readFileSync } from "node:fs";

interface CdkOption {
  alias?: string;
  negativeAlias?: string;
}

interface CdkOptions {
  globalOptions: Record<string, CdkOption>;
  commands: { deploy: { options: Record<string, CdkOption> } };
}

/** The flags that `cdk deploy` would ignore, with a warning that comes when the deployment has begun. */
export function unknownToCdk(args: readonly string[]): string[] {
  const { globalOptions, commands } = JSON.parse(
    readFileSync(
      new URL("../lib/cli/cli-type-registry.json", import.meta.resolve("aws-cdk/bin/cdk")),
      "utf8",
    ),
  ) as CdkOptions;
  const known = new Set<string | undefined>();
  for (const [name, option] of Object.entries({ ...globalOptions, ...commands.deploy.options })) {
    known.add(name).add(`no-${name}`).add(option.alias).add(option.negativeAlias);
  }
  return args.flatMap((arg) => {
    // A value or another flag may follow a flag of one letter at once: -c=stage=dev, -vvv.
    const [, flag, long, short] = /^(--([^=]+)|-(\w)).*$/.exec(arg) ?? [];
    return flag === undefined || known.has(long ?? short) ? [] : flag;
  });
}
