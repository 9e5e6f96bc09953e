import { expect, it } from "vitest";
import { codeOf } from "./testing/call";
import { testBackupToken, testToken } from "./testing/testToken";
import worker, * as script from "./index";

it("the script that holds the model's keys does nothing for a request, whoever asks for what", async () => {
  const fetch = worker.fetch as unknown as (request: Request, env: object, ctx: object) => Promise<Response>;
  // Nothing is there to be asked: any look at a binding would throw.
  const env = new Proxy(
    {},
    {
      get: (_, name) => {
        throw new Error(`It looks at ${String(name)}.`);
      },
    },
  );
  const paths = ["/", "/healthz", "/v1/agent/run", "/v1/agent/memory?groupFolder=family", "/v1/agent/backup/state?groupFolder=family", "/admin"];
  for (const path of paths) {
    for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
      const request = new Request(`https://agent.test${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${path.includes("backup") ? testBackupToken : testToken}`,
          "Idempotency-Key": crypto.randomUUID(),
          "Body-Hash": "0".repeat(64),
          "Content-Type": "application/json",
        },
      });
      const response = await fetch(request, env, env);
      // A client waits then, and comes again with the same key.
      expect([response.status, response.headers.get("Retry-After"), await codeOf(response)]).toEqual([503, "5", "unavailable"]);
    }
  }
});

it("it has its objects and that, and no more", () => {
  expect(Object.keys(script).sort()).toEqual(["GroupAgent", "RunCaps", "default"]);
  expect(Object.keys(worker)).toEqual(["fetch"]);
});
