import type { LiveDeployment } from "./live-deployment.ts";

/** One thing that must be so for developers to be served, recorded and protected. */
export interface Check {
  name: string;
  /** @throws what AWS says; the runner turns it into a finding */
  look(live: LiveDeployment): Promise<Finding>;
}

export type Finding =
  | { state: "ok"; says: string }
  /** @property mend the command, or the one thing to do */
  | { state: "failed"; says: string; mend: string }
  | { state: "skipped"; says: string };

export const ok = (says: string): Finding => ({ state: "ok", says });
export const failed = (says: string, mend: string): Finding => ({ state: "failed", says, mend });
export const skipped = (says: string): Finding => ({ state: "skipped", says });

/** The first problem of several, or that all is well. */
export function firstProblem(problems: readonly (Finding | false)[], otherwise: string): Finding {
  return problems.find((problem) => problem !== false) ?? ok(otherwise);
}

/** Whether an error of AWS says that there is no such thing. */
function isMissing(error: unknown): boolean {
  const { name = "", $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 404 || /NotFound|NoSuch/.test(name);
}

/** What AWS has under a name, or undefined where there is nothing. */
export async function found<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
