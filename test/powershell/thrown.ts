import { NetObject } from "./ps-value.ts";

/** What PowerShell throws, and a catch of that type takes. */
export class Thrown extends Error {
  readonly exception: NetObject;
  constructor(exception: NetObject) {
    super(String(exception.get("Message")));
    this.exception = exception;
  }
}

/** An error of PowerShell's own, such as that of strict mode. */
export function runtimeError(message: string): Thrown {
  return new Thrown(exceptionOf("System.Management.Automation.RuntimeException", message));
}

export function exceptionOf(types: string | readonly string[], message: string): NetObject {
  return new NetObject([types, "System.Exception"].flat(), { Message: message });
}
