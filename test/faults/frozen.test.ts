import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { call } from "../fakes/caller.ts";
import { type HostUnderFaults, startHostUnderFaults } from "./hosts-under-faults.ts";
import type { Host } from "./fault-table.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: between two invocations an instance is frozen. */
suite("a process that was frozen while every connection of its own was closed at the other end", () => {
  for (const hostName of ["server", "function"] satisfies Host[]) {
    test(`${hostName}: the request that thaws it is answered, each of ten times`, async (t) => {
      const host = await startHostUnderFaults(t, hostName);
      for (let i = 0; i < 10; i++) {
        assert.equal((await ask(host)).status, 200);
        process.kill(host.pid, "SIGSTOP");
        for (const proxy of new Set(Object.values(host.faults))) {
          await proxy.inject({ failure: "refused" });
          await proxy.clear();
        }
        // It waits in the kernel, and is there together with the news of the connections.
        const asked = ask(host);
        await new Promise((resolve) => setTimeout(resolve, 20));
        process.kill(host.pid, "SIGCONT");
        const answer = await asked;
        assert.equal(answer.status, 200, answer.body.toString());
        await host.line(answer.headers["x-codex-proxy-request-id"]!);
        assert.equal(host.objects(answer.headers["x-codex-proxy-request-id"]!).length, 1);
      }
    });
  }
});

function ask(host: HostUnderFaults): ReturnType<typeof call> {
  return call(host.url, { token: host.token, body: '{"model":"gpt-5.5"}' });
}
