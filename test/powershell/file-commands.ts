import { toText } from "./conversion.ts";
import { bytesOf, constructible } from "./core-types.ts";
import { type Files, ioError } from "./files.ts";
import { Char, NetObject, type PsValue } from "./ps-value.ts";
import type { Cmdlet, CmdletCall } from "./session.ts";

const textOf = ({ given }: CmdletCall, name: string) => toText(given.get(name));

/** The cmdlets that look at files or change them. */
export function fileCmdlets(files: Files): Record<string, Cmdlet> {
  const joined = (folder: string, child: string) => folder.replace(/[\\/]$/, "") + files.separator + child;
  return {
    "Join-Path": {
      parameters: ["Path", "ChildPath"],
      run: (call) => call.emit(joined(textOf(call, "Path"), textOf(call, "ChildPath"))),
    },
    "Split-Path": {
      parameters: ["Path"],
      switches: ["Parent"],
      run: (call) => call.emit(files.folderOf(textOf(call, "Path"))),
    },
    "Test-Path": {
      parameters: ["LiteralPath", "PathType"],
      run: (call) => {
        const path = textOf(call, "LiteralPath");
        call.emit(textOf(call, "PathType") === "Leaf" ? files.hasFile(path) : files.has(path));
      },
    },
    "Resolve-Path": {
      parameters: ["LiteralPath"],
      run: (call) => call.emit(new NetObject("PathInfo", { ProviderPath: textOf(call, "LiteralPath") })),
    },
    "New-Item": {
      parameters: ["Path", "ItemType"],
      switches: ["Force"],
      run: (call) => call.emit(new NetObject("System.IO.DirectoryInfo", { FullName: textOf(call, "Path") })),
    },
    "Copy-Item": {
      parameters: ["LiteralPath", "Destination"],
      switches: ["Force"],
      run: (call) => files.write(textOf(call, "Destination"), files.read(textOf(call, "LiteralPath")).bytes),
    },
    "Move-Item": {
      parameters: ["LiteralPath", "Destination"],
      switches: ["Force"],
      run: (call) => {
        const to = textOf(call, "Destination");
        if (files.has(to) && !call.given.has("Force")) throw ioError("System.IO.IOException", `${to} exists`);
        files.move(textOf(call, "LiteralPath"), to);
      },
    },
    "Remove-Item": {
      parameters: ["LiteralPath"],
      switches: ["Force"],
      run: (call) => files.remove(textOf(call, "LiteralPath")),
    },
    "Set-Acl": {
      parameters: ["LiteralPath", "AclObject"],
      run: (call) => files.restrict(textOf(call, "LiteralPath"), rulesOf(call.given.get("AclObject"))),
    },
  };
}

/** The .NET types for files, and for who may read them. */
export function fileTypes(files: Files, user: string): NetObject[] {
  let names = 0;
  return [
    new NetObject("System.IO.File", {
      ReadAllBytes: (path) => [...files.read(toText(path)).bytes],
      // A mark at the beginning is taken away here.
      ReadAllText: (path) => new TextDecoder().decode(files.read(toText(path)).bytes),
      WriteAllBytes: (path, bytes) => void files.write(toText(path), bytesOf(bytes)),
    }),
    new NetObject("System.IO.Path", {
      DirectorySeparatorChar: new Char(files.separator),
      GetRandomFileName: () => `random${++names}`,
    }),
    new NetObject("System.Security.Principal.WindowsIdentity", {
      GetCurrent: () => new NetObject("System.Security.Principal.WindowsIdentity", { User: user }),
    }),
    constructible("System.Security.AccessControl.FileSecurity", fileSecurity),
    constructible(
      "System.Security.AccessControl.FileSystemAccessRule",
      (who, what, how) =>
        new NetObject("FileSystemAccessRule", { Rule: [how, who, what].map(toText).join(" ") }),
    ),
  ];
}

/** chmod 600, where PowerShell 7 runs on something else than Windows. */
export function chmod(files: Files): (args: readonly PsValue[]) => void {
  return ([mode, path]) => files.restrict(toText(path), [toText(mode)]);
}

function fileSecurity(): NetObject {
  let inherited = ["inherited"];
  const rules: string[] = [];
  const security: NetObject = new NetObject("System.Security.AccessControl.FileSecurity", {
    SetAccessRuleProtection: (isProtected, isPreserved) => {
      if (isProtected === true && isPreserved === false) inherited = [];
      security.set("Rules", [...inherited, ...rules]);
    },
    AddAccessRule: (rule) => {
      rules.push(toText(rule instanceof NetObject ? (rule.get("Rule") as string) : ""));
      security.set("Rules", [...inherited, ...rules]);
    },
    Rules: inherited,
  });
  return security;
}

function rulesOf(security: PsValue): string[] {
  return security instanceof NetObject ? [...(security.get("Rules") as string[])] : [];
}
