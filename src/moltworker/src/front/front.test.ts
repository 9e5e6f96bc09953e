import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AccessTeam } from "../testing/accessTeam";
import { rateLimit } from "../testing/bindings";
import { call, type Call, codeOf, runBody } from "../testing/call";
import { testToken } from "../testing/testToken";

async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}

describe("GET /healthz", () => {
  const health = (it: Call = {}): Promise<Response> => call({ url: "https://agent.test/healthz", method: "GET", headers: { Authorization: undefined }, ...it });

  it("needs no credential and tells where it runs", async () => {
    const response = await health({ bindings: { ACCESS_MODE: "required" } });
    expect(response.status).toBe(200);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(await response.json()).toEqual({ status: "ok", environment: "test", access: "required", version: "0.0.0-test" });
  });

  it("says where Access was left out", async () => {
    expect(await (await health()).json()).toMatchObject({ access: "off" });
  });

  it("names the binding that is missing", async () => {
    const response = await health({ bindings: { TOKEN_SHA256_CURRENT: undefined } });
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ error: { code: "misconfigured", message: "The binding TOKEN_SHA256_CURRENT is missing." } });
  });

  const agent = (misconfigured: () => Promise<string | null>): Call => ({
    bindings: { RUN_CAPS: { getByName: () => ({ misconfigured, refused: async () => undefined }) } },
  });

  it("tells what is wrong with the agent behind it", async () => {
    const response = await health(agent(async () => "The binding MODEL_NAME is missing."));
    expect([response.status, await response.json()]).toEqual([503, { error: { code: "misconfigured", message: "The binding MODEL_NAME is missing." } }]);
  });

  it("says so where the agent does not answer", async () => {
    const response = await health(agent(() => Promise.reject(new Error("secret detail"))));
    expect([response.status, await codeOf(response)]).toEqual([503, "unavailable"]);
  });
});

describe("the checks, in the contract's order", () => {
  // Each wrong in one thing more than the one before it, so that the first check that fails is the one that answers.
  const wrongs: readonly [string, number, Call][] = [
    ["invalid_request", 400, { body: "{}" }],
    ["invalid_json", 400, { body: "{" }],
    ["rate_limited", 429, { bindings: { IP_RATE_LIMIT: rateLimit(async () => ({ success: false })) } }],
    ["access_denied", 403, { bindings: { ACCESS_MODE: "required" } }],
    ["unauthorized", 401, { headers: { Authorization: undefined } }],
    ["body_too_large", 413, { body: `"${"a".repeat(262_143)}"` }],
    ["unsupported_media_type", 415, { headers: { "Content-Type": "text/plain" } }],
    ["method_not_allowed", 405, { method: "PUT" }],
    ["not_found", 404, { url: "https://agent.test/v1/agent" }],
    ["https_required", 403, { url: "http://agent.test/v1/agent" }],
    ["host_not_allowed", 403, { url: "http://evil.test/v1/agent" }],
    ["misconfigured", 503, { bindings: { ENVIRONMENT: undefined } }],
  ];
  it.each(wrongs.map(([code, status], index) => [code, status, index] as const))("%s answers %i before all that come later", async (code, status, index) => {
    const all = wrongs.slice(0, index + 1).map(([, , it]) => it);
    const merged = all.reduce((sum, it) => ({
      ...sum,
      ...it,
      headers: { ...sum.headers, ...it.headers },
      bindings: { ...sum.bindings, ...it.bindings },
    }));
    const response = await call(merged);
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
  });
});

describe("the address", () => {
  it.each(["https://agent.test.evil.test/healthz", "https://evil.test/healthz", "https://agent.test@evil.test/healthz", "https://127.0.0.1/healthz"])(
    "%s is of a host that is not served",
    async (url) => {
      expect(await codeOf(await call({ url, method: "GET" }))).toBe("host_not_allowed");
    },
  );

  it("cannot be made https by a header", async () => {
    const headers = { "X-Forwarded-Proto": "https", Forwarded: "proto=https", "CF-Visitor": '{"scheme":"https"}' };
    expect(await codeOf(await call({ url: "http://agent.test/v1/agent/run", headers }))).toBe("https_required");
  });

  it.each(["/", "/v1/agent/run/", "/V1/agent/run", "/v1//agent/run", "/v1/agent/run%2f", "/admin", "/healthz/", "/.env"])("%s is not found", async (path) => {
    expect(await codeOf(await call({ url: `https://agent.test${path}` }))).toBe("not_found");
  });

  it.each([
    ["/v1/agent/run", "GET", "POST, DELETE"],
    ["/v1/agent/run", "PUT", "POST, DELETE"],
    ["/v1/agent/run", "OPTIONS", "POST, DELETE"],
    ["/healthz", "POST", "GET"],
    ["/healthz", "HEAD", "GET"],
  ])("%s does not take %s, and says what it takes", async (path, method, allowed) => {
    const response = await call({ url: `https://agent.test${path}`, method });
    expect([response.status, response.headers.get("Allow")]).toEqual([405, allowed]);
  });
});

describe("the body", () => {
  it.each(["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8", 'application/json; charset="utf-8"'])(
    "may be %s",
    async (type) => {
      expect(await codeOf(await call({ headers: { "Content-Type": type }, body: "{" }))).toBe("invalid_json");
    },
  );

  it.each([undefined, "text/plain", "application/json-patch+json", "application/jsonx", "application/json; charset=utf-16", "text/plain; application/json"])(
    "may not be %s",
    async (type) => {
      const response = await call({ headers: { "Content-Type": type }, body: new TextEncoder().encode(runBody()) });
      expect([response.status, await codeOf(response)]).toEqual([415, "unsupported_media_type"]);
    },
  );

  it("may have 262,144 bytes and not one more", async () => {
    const exact = (bytes: number): string => {
      const frame = runBody({ prompt: "", isMain: "no" }).length;
      return runBody({ prompt: "a".repeat(bytes - frame), isMain: "no" });
    };
    expect(await codeOf(await call({ body: exact(262_144) }))).toBe("invalid_request");
    expect(await codeOf(await call({ body: exact(262_145) }))).toBe("body_too_large");
  });

  it("is bounded by what it is, not by what it claims", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const response = await call({ body: endless, headers: { "Content-Length": "10" } });
    expect([response.status, await codeOf(response)]).toEqual([413, "body_too_large"]);
    expect(pulled).toBeLessThan(10);
  });
});

describe("the bearer token", () => {
  it("may be the previous one", async () => {
    const previous = "the-token-before-0123456789";
    const response = await call({
      headers: { Authorization: `Bearer ${previous}` },
      bindings: { TOKEN_SHA256_PREVIOUS: await sha256(previous) },
      body: "{",
    });
    expect(await codeOf(response)).toBe("invalid_json");
  });

  it("that is missing, malformed or wrong gets one answer", async () => {
    const answers = new Set<string>();
    for (const Authorization of [undefined, "Bearer", `Basic ${testToken}`, "Bearer wrong", `Bearer ${testToken.slice(1)}`]) {
      const response = await call({ headers: { Authorization } });
      expect(response.status).toBe(401);
      expect(response.headers.get("WWW-Authenticate")).toBe("Bearer");
      answers.add(await response.text());
    }
    expect(answers).toEqual(new Set(['{"error":{"code":"unauthorized","message":"The bearer token is missing or not valid."}}']));
  });

  it("is not taken from the address or a cookie", async () => {
    const response = await call({
      url: `https://agent.test/v1/agent/run?token=${testToken}&access_token=${testToken}`,
      headers: { Authorization: undefined, Cookie: `token=${testToken}` },
    });
    expect(response.status).toBe(401);
  });
});

describe("Access", () => {
  let team: AccessTeam;
  beforeAll(async () => {
    team = await AccessTeam.create();
  });
  beforeEach(() => team.serve());
  afterEach(() => vi.restoreAllMocks());

  const demanded = { ACCESS_MODE: "required" };

  it("lets in whom it vouches for", async () => {
    const jwt = await team.jwt();
    expect(await codeOf(await call({ bindings: demanded, headers: { "Cf-Access-Jwt-Assertion": jwt }, body: "{" }))).toBe("invalid_json");
  });

  it("gives one answer to all whom it does not vouch for", async () => {
    const jwts = [undefined, "", "a.b.c", await team.jwt({ exp: 1 }), await team.jwt({ common_name: "stranger.access" }), await team.jwt({ aud: "foreign" })];
    const answers = new Set<string>();
    for (const jwt of jwts) {
      const response = await call({ bindings: demanded, headers: { "Cf-Access-Jwt-Assertion": jwt } });
      expect(response.status).toBe(403);
      answers.add(await response.text());
    }
    expect(answers).toEqual(new Set(['{"error":{"code":"access_denied","message":"Cloudflare Access did not vouch for this client."}}']));
  });

  it("cannot be switched off by a request", async () => {
    const response = await call({
      url: "https://agent.test/v1/agent/run?ACCESS_MODE=off&access=off",
      bindings: demanded,
      headers: { "X-Access-Mode": "off", ACCESS_MODE: "off", "CF-Access-Client-Id": "client.access", Cookie: `CF_Authorization=${await team.jwt()}` },
      body: runBody({ ACCESS_MODE: "off" }),
    });
    expect(await codeOf(response)).toBe("access_denied");
  });

  it("keeps shut, for the moment, where its keys cannot be had", async () => {
    team.failWith = () => new Response(null, { status: 500 });
    // A team that no test asked for before, since the front keeps a team's keys.
    const bindings = { ...demanded, ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com:443" };
    const jwt = await team.jwt({ iss: "https://team.cloudflareaccess.com:443" });
    const response = await call({ bindings, headers: { "Cf-Access-Jwt-Assertion": jwt } });
    expect([response.status, await codeOf(response)]).toEqual([503, "unavailable"]);
    team.failWith = null;
  });
});

describe("the rate limits", () => {
  it("count by token and by IP address", async () => {
    const keys: string[] = [];
    const counting = rateLimit(async ({ key }) => {
      keys.push(key);
      return { success: true };
    });
    await call({ bindings: { TOKEN_RATE_LIMIT: counting, IP_RATE_LIMIT: counting }, body: "{" });
    expect(keys).toEqual([`token:${(await sha256(testToken)).slice(0, 16)}`, "ip:203.0.113.7"]);
  });

  it.each(["TOKEN_RATE_LIMIT", "IP_RATE_LIMIT"])("answer 429 when %s is reached", async (name) => {
    const response = await call({ bindings: { [name]: rateLimit(async () => ({ success: false })) } });
    expect([response.status, response.headers.get("Retry-After"), await codeOf(response)]).toEqual([429, "10", "rate_limited"]);
  });

  it.each(["TOKEN_RATE_LIMIT", "IP_RATE_LIMIT"])("keep shut when %s cannot be asked", async (name) => {
    const response = await call({ bindings: { [name]: rateLimit(() => Promise.reject(new Error("secret detail"))) } });
    expect([response.status, await codeOf(response)]).toEqual([503, "unavailable"]);
  });

  it("do not count a caller without the token", async () => {
    let asked = 0;
    const counting = rateLimit(async () => ({ success: ++asked > 0 }));
    await call({ headers: { Authorization: undefined }, bindings: { TOKEN_RATE_LIMIT: counting, IP_RATE_LIMIT: counting } });
    expect(asked).toBe(0);
  });
});

it("answers a group that cannot be reached with a 503 that may be tried again", async () => {
  const groups = { getByName: () => ({ fetch: () => Promise.reject(new Error("secret detail")) }) };
  const response = await call({ bindings: { GROUPS: groups } });
  expect([response.status, await codeOf(response)]).toEqual([503, "unavailable"]);
});

it("tells nothing of a fault of its own", async () => {
  const groups = {
    getByName: () => {
      throw new Error("secret detail");
    },
  };
  const said: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  const limit = rateLimit(() => {
    throw new TypeError("secret detail");
  });
  for (const bindings of [{ GROUPS: groups }, { TOKEN_RATE_LIMIT: limit }]) {
    const response = await call({ bindings });
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(await response.text()).not.toContain("secret detail");
  }
  expect(said.join()).not.toContain("secret detail");
  vi.restoreAllMocks();
});
