import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../../lambda/secrets/place.ts";

const places: [text: string, place: string][] = [
  ['{"input":"HERE"}', "input"],
  ['{"model":"a","instructions":"b HERE"}', "instructions"],
  ['{"input":["HERE"]}', "input[0]"],
  ['{"input":[{"a":[1,2,{"b":"x"}]},{"output":"{\\"c\\":[1,2,\\"HERE\\"]}"}]}', "input[1]"],
  ['{ "tools" : [ ] , "input" : [ "a,b]" , "c" , [ "HERE" ] ] }', "input[2]"],
  ['{"metadata":{"a":1,"b":"HERE"}}', "metadata"],
  ['{"input":["a"],"HERE":1}', "input"],
  ['{"input":["a', "input[0]"],
  ["plain text HERE", "body"],
  ["", "body"],
];

for (const [text, place] of places) {
  test(`HERE stands in ${place} of ${text || "an empty body"}`, () => {
    const at = text.includes("HERE") ? text.indexOf("HERE") : text.length;
    assert.equal(placeOf(Buffer.from(text), at), place);
  });
}
