import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { uuidv7 } from "../../lambda/domain/uuidv7.ts";

test("the example of RFC 9562, appendix A.6, comes out", () => {
  const random = "ffffffff-ffff-4cc3-98c4-dc0c0c07398f";
  assert.equal(uuidv7(0x017f22e279b0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("later ids sort behind earlier ones", () => {
  const ids = [1, 1_000, 1_795_333_554_909, 1_795_333_554_910, 2 ** 47].map((ms) => uuidv7(ms, randomUUID()));
  assert.deepEqual(ids.toSorted(), ids);
});
