import assert from "node:assert/strict";
import { test } from "node:test";
import { awsSentence } from "../../scripts/cli/aws-sentence.ts";

test("a region that does not exist is named by the host that nobody knows", () => {
  const error = Object.assign(new Error("getaddrinfo ENOTFOUND sts.eu-nowhere-1.amazonaws.com"), {
    code: "ENOTFOUND",
    hostname: "sts.eu-nowhere-1.amazonaws.com",
  });
  assert.equal(
    awsSentence(error),
    "nothing answers as sts.eu-nowhere-1.amazonaws.com; check the region and the network",
  );
});
