import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AccessTeam, type Claims, newKeys } from "../../testing/accessTeam";
import { personClaims, visit, type Visit } from "../testing/visit";

let team: AccessTeam;
let foreign: CryptoKeyPair;
beforeAll(async () => {
  team = await AccessTeam.create();
  foreign = await newKeys();
});
beforeEach(() => team.serve());
afterEach(() => vi.restoreAllMocks());

const asserting = async (claims: Claims, keys?: CryptoKeyPair): Promise<Visit> => ({
  headers: { "Cf-Access-Jwt-Assertion": await team.jwt({ ...personClaims(), ...claims }, {}, keys) },
});

describe("the page is shown to", () => {
  it.each([
    ["a listed person", {}],
    ["another", { email: "bob@example.com" }],
    ["one whose address is written in capitals", { email: "Ada@Example.COM" }],
    ["one whose audience is not in a list", { aud: "admin-audience" }],
  ])("%s", async (_, claims) => {
    const response = await visit(team, await asserting(claims));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("<h1>test</h1>");
  });
});

describe("the page is kept from", () => {
  const refused: readonly [string, Claims][] = [
    ["the agent's service token", { aud: ["audience-one"], common_name: "client.access", email: undefined, sub: "" }],
    ["a service token of the admin application", { common_name: "client.access", email: undefined, sub: "" }],
    ["a service token that has a listed address too", { common_name: "client.access" }],
    ["a login without a person behind it", { sub: "" }],
    ["a login whose person is no text", { sub: 1 }],
    ["a person of another application", { aud: ["audience-one"] }],
    ["a person of no application", { aud: undefined }],
    ["a person of another team", { iss: "https://other.cloudflareaccess.com" }],
    ["a person who is not listed", { email: "eve@example.com" }],
    ["an address that only begins like a listed one", { email: "ada@example.com.evil.test" }],
    ["two addresses in one", { email: "ada@example.com,eve@example.com" }],
    ["addresses in a list", { email: ["ada@example.com"] }],
    ["nobody", { email: undefined }],
    ["a login that has ended", { exp: 1 }],
    ["a login that has not begun", { nbf: 4_000_000_000 }],
  ];
  it.each(refused)("%s", async (_, claims) => {
    const response = await visit(team, await asserting(claims));
    expect(response.status).toBe(403);
    const text = await response.text();
    expect(text).not.toContain("Switch the agent");
    expect(text).not.toContain("ada@example.com");
  });

  it("a forged login", async () => {
    expect((await visit(team, await asserting({}, foreign))).status).toBe(403);
  });

  it.each([
    ["no header at all", {}],
    ["an empty one", { "Cf-Access-Jwt-Assertion": "" }],
    ["an address in a header", { "Cf-Access-Authenticated-User-Email": "ada@example.com" }],
    ["what is no login", { "Cf-Access-Jwt-Assertion": "a.b.c" }],
  ])("who comes with %s", async (_, headers) => {
    expect((await visit(team, { headers: { "Cf-Access-Jwt-Assertion": undefined, ...headers } })).status).toBe(403);
  });

  it("who has a genuine login in the cookie alone", async () => {
    const headers = { "Cf-Access-Jwt-Assertion": undefined, Cookie: `CF_Authorization=${await team.jwt(personClaims())}` };
    expect((await visit(team, { headers })).status).toBe(403);
  });

  it("everybody, for the moment, where the team's keys cannot be had", async () => {
    team.failWith = () => new Response(null, { status: 500 });
    const iss = "https://away.cloudflareaccess.com";
    const response = await visit(team, { ...(await asserting({ iss })), bindings: { ACCESS_TEAM_DOMAIN: "away.cloudflareaccess.com" } });
    expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "60"]);
    team.failWith = null;
  });

  it("everybody, where a binding is missing, which it names without a value", async () => {
    const response = await visit(team, { bindings: { ADMIN_EMAILS: undefined, FORM_KEY: "secret" } });
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(text).toContain("ADMIN_EMAILS is missing");
    expect(text).toContain("FORM_KEY must match");
    expect(text).not.toContain("secret");
  });

  it.each([
    ["https://evil.test/admin", 403],
    ["http://agent.test/admin", 403],
    ["https://agent.test/administrator", 404],
    ["https://agent.test/admin/runs", 404],
    ["https://agent.test/admin/../v1/agent/run", 404],
  ])("who asks for %s", async (url, status) => {
    expect((await visit(team, { url })).status).toBe(status);
  });

  it.each(["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])("who asks by %s", async (method) => {
    const response = await visit(team, { method });
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET"]);
  });
});
