import { readFileSync } from "node:fs";
import { Command } from "commander";
import { JobError, runCommand } from "./cli/run-command.ts";
import { type Lockfile, type Manifest, auditLockfile } from "./supply-chain/audit-lockfile.ts";

/** `npm run supply-chain`: is everything that is installed pinned, held to its hash, and licensed to be used? */
const program = new Command("supply-chain")
  .description("Audits package-lock.json without network: pins, hashes, addresses, licences of what ships.")
  .action(() => {
    const read = (file: string): unknown =>
      JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), "utf8"));
    const lock = read("package-lock.json") as Lockfile;
    const problems = auditLockfile(lock, read("package.json") as Manifest);
    if (problems.length > 0) throw new JobError(problems.join("; "));
    const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
    const shipped = packages.filter(([, { dev }]) => !dev).length;
    process.stderr.write(
      `${packages.length} packages are pinned and hashed; the licences of ${shipped} that ship are fine\n`,
    );
  });

await runCommand(program);
