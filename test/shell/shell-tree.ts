import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";

/** A part of a script, as shfmt's parser of bash has it. */
export interface ShellPart {
  /** Its type in mvdan.cc/sh/v3/syntax, or the field that it stands in, where it has no type. */
  kind: string;
  text: string;
  /** The character before it. */
  before: string;
  /** Within $( … ). */
  isSubstituted: boolean;
}

interface Position {
  Offset: number;
}

type Tree = { Type?: string; Pos?: Position; End?: Position } & Record<string, unknown>;

/** All parts of a script, each with what stands in it. */
export function shellPartsOf(script: string): ShellPart[] {
  const { stdout, stderr, error } = spawnSync("shfmt", ["-ln", "bash", "--to-json"], {
    input: script,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error || stderr !== "") throw new Error(`shfmt can't read it: ${error?.message ?? stderr}`);
  return [...partsIn(JSON.parse(stdout), "", false, Buffer.from(script))];
}

function* partsIn(
  tree: unknown,
  field: string,
  isSubstituted: boolean,
  script: Buffer,
): Generator<ShellPart> {
  if (Array.isArray(tree)) for (const part of tree) yield* partsIn(part, field, isSubstituted, script);
  if (Array.isArray(tree) || typeof tree !== "object" || tree === null) return;
  const { Type, Pos, End, ...fields } = tree as Tree;
  const kind = Type ?? field;
  if (Pos && End) {
    const text = script.subarray(Pos.Offset, End.Offset).toString();
    const before = script.subarray(0, Pos.Offset).subarray(-1).toString();
    yield { kind, text, before, isSubstituted };
  }
  const isWithin = isSubstituted || kind === "CmdSubst";
  for (const [name, value] of Object.entries(fields)) yield* partsIn(value, name, isWithin, script);
}
