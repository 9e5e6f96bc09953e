import { describe, expect, it } from "vitest";
import { rateLimit } from "../testing/bindings";
import { call, type Call, type ErrorAnswer, runBody } from "../testing/call";
import { golden } from "../testing/golden";

interface GoldenError {
  readonly status: number;
  readonly retryAfter: number | null;
  readonly body: ErrorAnswer;
}

/** How each golden error comes about. */
const causes: Readonly<Record<string, Call>> = {
  "access_denied.json": { bindings: { ACCESS_MODE: "required" } },
  "misconfigured.json": { bindings: { TOKEN_SHA256_CURRENT: undefined } },
  "rate_limited.json": { bindings: { TOKEN_RATE_LIMIT: rateLimit(async () => ({ success: false })) } },
  "session_unknown.json": { body: runBody({ sessionId: "s_01HZX4T9W2" }) },
  "unavailable.json": { bindings: { GROUPS: { getByName: () => ({ fetch: () => Promise.reject(new Error("overloaded")) }) } } },
  "unauthorized.json": { headers: { Authorization: "Bearer wrong" } },
};

describe("the golden errors", () => {
  // The group's own tests cause it: run_cap_reached depends on the time of day.
  it.each([...golden("errors")].filter(([name]) => name !== "run_cap_reached.json"))("%s", async (name, text) => {
    const expected = JSON.parse(text) as GoldenError;
    const response = await call(causes[name]);
    expect(response.status).toBe(expected.status);
    expect(response.headers.get("Retry-After")).toBe(expected.retryAfter === null ? null : String(expected.retryAfter));
    expect(await response.json()).toEqual(expected.body);
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
