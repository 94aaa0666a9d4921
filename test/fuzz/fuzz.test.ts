import { test } from "node:test";
import fc from "fast-check";
import { properties } from "./properties.ts";
import { fuzzRawHttp } from "./raw-http.ts";

for (const [name, property] of Object.entries(properties)) {
  test(name, () => fc.assert(property, { numRuns: 300 }));
}

test("raw bytes on the port: nothing gets in, and the next caller is served", async (t) => {
  await fuzzRawHttp(t, { numRuns: 200 });
});
