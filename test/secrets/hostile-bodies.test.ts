import assert from "node:assert/strict";
import { test } from "node:test";
import { Budget } from "../../lambda/secrets/budget.ts";
import { scan } from "../../lambda/secrets/scan.ts";
import { hostileBodies } from "./hostile-bodies.ts";

/** What one step may overdraw: the longest private key, or a value that every vendor's rule is tried on. */
const largestStepUnits = 400_000;

const bodies = hostileBodies(200_000);

test("there are at least 40 kinds of hostile body", () => {
  assert.ok(bodies.length >= 40);
});

for (const [name, body] of bodies) {
  test(`a body of ${name} ends within the work budget, each time at the same place`, () => {
    const first = Budget.for(body.length);
    const second = Budget.for(body.length);
    assert.deepEqual(scan(body, { budget: first }), scan(body, { budget: second }));
    assert.equal(first.left, second.left);
    assert.ok(first.left > -largestStepUnits, `${first.left}`);
  });
}

test("a scan without budget says that it is not complete, and keeps what it found until then", () => {
  const body = Buffer.from(`${["AKIAQ3EGRM", "LEMN2WXYZA"].join("")} = `.repeat(1000));
  const { findings, complete } = scan(body, { budget: new Budget(2000) });
  assert.equal(complete, false);
  assert.ok(findings.length > 0 && findings.length < 100);
});

test("a body with 10,000 secrets is scanned to its end", () => {
  const secrets = Array.from(
    { length: 10_000 },
    (_, n) => `AKIA${n.toString(36).toUpperCase().padStart(4, "Q")}EGRMLEMN2WXY`,
  );
  const { findings, complete } = scan(Buffer.from(JSON.stringify(secrets)));
  assert.equal(complete, true);
  assert.equal(findings.length, 10_000);
});
