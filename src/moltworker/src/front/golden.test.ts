import { describe, expect, it } from "vitest";
import { rateLimit } from "../testing/bindings";
import { call, type Call, type ErrorAnswer, runBody } from "../testing/call";
import { golden, type GoldenError, refusalOf } from "../testing/golden";

/** How each golden error comes about. */
const causes: Readonly<Record<string, Call>> = {
  "access_denied.json": { bindings: { ACCESS_MODE: "required" } },
  "body_too_large.json": { body: " ".repeat(262_145) },
  "host_not_allowed.json": { url: "https://other.test/v1/agent/run" },
  "misconfigured.json": { bindings: { TOKEN_SHA256_CURRENT: undefined } },
  "model_unknown.json": { body: runBody({ metadata: { model: "gpt-9" } }) },
  "rate_limited.json": { bindings: { TOKEN_RATE_LIMIT: rateLimit(async () => ({ success: false })) } },
  "run_unknown.json": { headers: { "Last-Event-ID": "3" } },
  "session_unknown.json": { body: runBody({ sessionId: "s_01HZX4T9W2" }) },
  "unavailable.json": { bindings: { GROUPS: { getByName: () => ({ fetch: () => Promise.reject(new Error("overloaded")) }) } } },
  "unauthorized.json": { headers: { Authorization: "Bearer wrong" } },
};

/** More than one call brings these about, or the time of day: the group's own tests compare them. */
const causedByTheGroup = new Set(["group_busy.json", "run_cap_reached.json", "run_conflict.json", "switched_off.json"]);

describe("the golden errors", () => {
  it.each([...golden("errors")].filter(([name]) => !causedByTheGroup.has(name)))("%s", async (name, text) => {
    expect(causes).toHaveProperty([name]);
    expect(await refusalOf(await call(causes[name]))).toEqual(JSON.parse(text) as GoldenError);
  });
});

describe("the golden requests", () => {
  it.each([...golden("requests")].filter(([name]) => name.startsWith("invalid-")))("%s is refused", async (_, text) => {
    const { body, status, code, names } = JSON.parse(text) as { body: unknown; status: number; code: string; names: string };
    const response = await call({ body: JSON.stringify(body) });
    const { error } = await response.json<ErrorAnswer>();
    expect([response.status, error.code]).toEqual([status, code]);
    expect(error.message).toContain(names);
  });

  it("minimal.json is answered", async () => {
    const response = await call({ body: golden("requests").get("minimal.json")! });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: "success" });
  });

  it("full.json is understood: only its session is not there", async () => {
    const response = await call({ body: golden("requests").get("full.json")! });
    expect((await response.json<ErrorAnswer>()).error.code).toBe("session_unknown");
  });
});
