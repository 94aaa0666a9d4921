import { Buffer } from "node:buffer";
import { toBoolean, toNumber, toText } from "./conversion.ts";
import { NotUnderstood } from "./not-understood.ts";
import { type Method, NetList, NetObject, type PsValue, elementsOf } from "./ps-value.ts";
import { Thrown, exceptionOf } from "./thrown.ts";

/** The .NET types that need nothing of the machine. */
export const coreTypes: readonly NetObject[] = [
  new NetObject("System.Math", {
    Min: (left, right) => Math.min(Number(toNumber(left)), Number(toNumber(right))),
  }),
  enumOf("System.StringComparison", ["Ordinal"]),
  new NetObject("System.String", {
    Equals: (left, right, how) => {
      if (!(how instanceof NetObject && how.is("System.StringComparison.Ordinal"))) {
        throw new NotUnderstood("[string]::Equals that is not ordinal");
      }
      return toText(left) === toText(right);
    },
  }),
  new NetObject("System.Text.Encoding", {
    ASCII: encoding("ascii", false),
    UTF8: encoding("utf8", false),
  }),
  constructible("System.Text.UTF8Encoding", (hasMark, isStrict) => {
    // GetBytes never writes the mark, so whether there is one makes no difference here.
    toBoolean(hasMark);
    return encoding("utf8", toBoolean(isStrict));
  }),
  constructible("System.Collections.Generic.List[string]", () => new NetList()),
  constructible("System.OperationCanceledException", (message) =>
    exceptionOf(["System.OperationCanceledException", "System.SystemException"], toText(message)),
  ),
];

/** A type of which New-Object can make one. */
export function constructible(
  name: string,
  create: Method,
  statics: Record<string, PsValue | Method> = {},
): NetObject {
  return new NetObject(name, { ...statics, new: create });
}

export function enumOf(name: string, members: readonly string[]): NetObject {
  const values = members.map((member) => [member, new NetObject(`${name}.${member}`, {})] as const);
  return new NetObject(name, Object.fromEntries(values));
}

/** An array of bytes is a list of numbers. */
export function bytesOf(value: PsValue): Buffer {
  return Buffer.from(elementsOf(value).map((byte) => Number(toNumber(byte))));
}

function encoding(name: "ascii" | "utf8", isStrict: boolean): NetObject {
  return new NetObject("System.Text.Encoding", {
    GetBytes: (value) => {
      const text = toText(value);
      // .NET has a ? for what is not ASCII.
      return [...Buffer.from(name === "ascii" ? text.replace(/[^\0-\x7f]/g, "?") : text, "utf8")];
    },
    GetString: (bytes) => {
      if (name === "ascii") throw new NotUnderstood("bytes as ASCII");
      return decoded(bytesOf(bytes), isStrict);
    },
  });
}

function decoded(bytes: Buffer, isStrict: boolean): string {
  try {
    return new TextDecoder("utf-8", { fatal: isStrict, ignoreBOM: true }).decode(bytes);
  } catch {
    const types = ["System.Text.DecoderFallbackException", "System.ArgumentException"];
    throw new Thrown(exceptionOf(types, "Unable to translate bytes."));
  }
}
