import type { Metafile } from "esbuild";
import type { Figure } from "./figure.ts";

const shown = 12;

/** What the bundle is made of: the largest packages, our own folders among them, and the rest. */
export function bytesByPackage(metafile: Metafile): Figure[] {
  const bytes = new Map<string, number>();
  const outputs = Object.entries(metafile.outputs).filter(([path]) => path.endsWith(".mjs"));
  for (const [path, { bytesInOutput }] of outputs.flatMap(([, output]) => Object.entries(output.inputs))) {
    const name = packageOf(path);
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  const sorted = [...bytes].toSorted(([, a], [, b]) => b - a);
  const rest = sorted.slice(shown).reduce((sum, [, figure]) => sum + figure, 0);
  const whole = outputs.reduce((sum, [, output]) => sum + output.bytes, 0);
  return [
    { measure: "bundle, bytes", figure: whole },
    ...sorted.slice(0, shown).map(([name, figure]) => ({ measure: `of these ${name}`, figure })),
    { measure: `of these ${Math.max(0, sorted.length - shown)} smaller packages`, figure: rest },
  ];
}

function packageOf(path: string): string {
  const installed = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return (
    installed ?? (path.includes("lambda/secrets/") ? "our lambda/secrets" : "our own, but for lambda/secrets")
  );
}
