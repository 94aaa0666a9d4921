import assert from "node:assert/strict";
import { test } from "node:test";
import { type LockedPackage, auditLockfile } from "../../scripts/supply-chain/audit-lockfile.ts";
import { runScript } from "./run-script.ts";

const good: LockedPackage = { version: "1.2.3", integrity: "sha512-abc", license: "MIT" };
const audit = (locked: LockedPackage, range = "1.2.3"): string[] =>
  auditLockfile(
    { lockfileVersion: 3, packages: { "": {}, "node_modules/a": locked } },
    { dependencies: { a: range } },
  );

test("the lockfile of this repository is sound", async () => {
  const { code, stderr } = await runScript("supply-chain", []);
  assert.equal(code, 0, stderr);
});

test("a sound lockfile has no problems", () => assert.deepEqual(audit(good), []));

for (const [what, locked, range, problem] of [
  ["a range in the place of a version", good, "^1.2.3", /a is not pinned/],
  [
    "another version than package.json asks for",
    { ...good, version: "1.2.4" },
    "1.2.3",
    /1\.2\.4 in the lockfile/,
  ],
  ["a package without a hash", { version: "1.2.3", license: "MIT" }, "1.2.3", /no SHA-512/],
  ["a weak hash", { ...good, integrity: "sha1-abc" }, "1.2.3", /no SHA-512/],
  ["an address", { ...good, resolved: "https://evil.example/a.tgz" }, "1.2.3", /names the address/],
  ["a link", { ...good, link: true }, "1.2.3", /is a link/],
  ["a licence that asks for more", { ...good, license: "AGPL-3.0" }, "1.2.3", /licence AGPL-3\.0/],
] as const) {
  test(`${what} is a problem`, () => assert.match(audit(locked, range).join(), problem));
}

test("what is needed for tests alone may have any licence", () => {
  const lock = {
    lockfileVersion: 3,
    packages: { "node_modules/a": { ...good, license: "GPL-3.0", dev: true } },
  };
  assert.deepEqual(auditLockfile(lock, { devDependencies: { a: "1.2.3" } }), []);
});
