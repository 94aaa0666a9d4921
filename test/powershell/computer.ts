import { toText } from "./conversion.ts";
import { coreCmdlets } from "./core-cmdlets.ts";
import { constructible, coreTypes } from "./core-types.ts";
import { chmod, fileCmdlets, fileTypes } from "./file-commands.ts";
import { Files } from "./files.ts";
import { type Network, networkTypes } from "./network.ts";
import { PowerShell } from "./powershell.ts";
import { NetObject } from "./ps-value.ts";
import type { Cmdlet } from "./session.ts";

export interface Finished {
  code: number;
  /** The lines that were written. */
  output: string[];
  errors: string[];
}

/** A computer for a test: its files, its network, its user at the keyboard. */
export class Computer {
  readonly files: Files;
  readonly home: string;
  readonly environment: Record<string, string> = {};
  /** The variables that programs find which start from now on. */
  readonly userEnvironment = new Map<string, string>();
  /** What the user types where something is asked that is not shown. */
  typed = "";
  network: Network = () => undefined;

  constructor(system: "Windows" | "elsewhere") {
    this.files = new Files(system === "Windows" ? "\\" : "/");
    this.home = system === "Windows" ? "C:\\Users\\ada" : "/home/ada";
  }

  /** Runs a script that lies on this computer; `-Name` and its value are two arguments, as on a command line. */
  run(script: string, ...args: string[]): Finished {
    const errors: string[] = [];
    const powershell = new PowerShell(
      {
        types: [
          ...coreTypes,
          ...fileTypes(this.files, "ada"),
          ...networkTypes((asked) => this.network(asked)),
          ...this.#types(errors),
        ],
        cmdlets: { ...coreCmdlets, ...fileCmdlets(this.files), "Read-Host": this.#readHost },
        programs: { chmod: chmod(this.files) },
        environment: this.environment,
      },
      (path) => this.files.read(path).bytes.toString(),
    );
    const given = args.map((arg) =>
      arg.startsWith("-") ? { name: arg.slice(1), value: true } : { value: arg },
    );
    const { output, exitCode } = powershell.file(script, given);
    return { code: exitCode, output: output.map(toText), errors };
  }

  get #readHost(): Cmdlet {
    return {
      parameters: ["Prompt"],
      switches: ["AsSecureString"],
      run: ({ emit }) => emit(new NetObject("System.Security.SecureString", { Text: this.typed })),
    };
  }

  #types(errors: string[]): NetObject[] {
    return [
      new NetObject("System.Console", {
        Error: new NetObject("System.IO.TextWriter", { WriteLine: (line) => void errors.push(toText(line)) }),
      }),
      new NetObject("System.Environment", {
        GetFolderPath: () => this.home,
        GetEnvironmentVariable: (name) => this.userEnvironment.get(toText(name)) ?? null,
        SetEnvironmentVariable: (name, value) =>
          void (value === null
            ? this.userEnvironment.delete(toText(name))
            : this.userEnvironment.set(toText(name), toText(value))),
      }),
      constructible("System.Management.Automation.PSCredential", (_, secret) => {
        const credential = new NetObject("System.Net.NetworkCredential", {
          Password: (secret as NetObject).get("Text") as string,
        });
        return new NetObject("PSCredential", { GetNetworkCredential: () => credential });
      }),
      new NetObject("System.Globalization.CultureInfo", { InvariantCulture: null }),
    ];
  }
}
