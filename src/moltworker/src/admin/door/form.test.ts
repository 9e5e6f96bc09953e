import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunCaps } from "../../caps/runCaps";
import { AccessTeam } from "../../testing/accessTeam";
import { personClaims, shownToken, visit, type Visit } from "../testing/visit";

let team: AccessTeam;
beforeAll(async () => {
  team = await AccessTeam.create();
});
beforeEach(async () => {
  team.serve();
  await caps().turn(false, "test");
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const caps = (): DurableObjectStub<RunCaps> => (env as unknown as { RUN_CAPS: DurableObjectNamespace<RunCaps> }).RUN_CAPS.getByName("all");
const isOff = async (): Promise<boolean> => (await caps().take(1000, 1000)) === "off";
const post = async (it: Visit & { token?: string } = {}): Promise<Response> =>
  visit(team, { url: "https://agent.test/admin/switch", form: { to: "off", token: it.token ?? (await shownToken(team)) }, ...it });

describe("the switch", () => {
  it("is turned off and on by the page's own form, and who did it is kept", async () => {
    const off = await post();
    expect([off.status, off.headers.get("Location"), off.headers.get("Cache-Control")]).toEqual([303, "/admin", "no-store"]);
    expect(await isOff()).toBe(true);
    const shown = await (await visit(team)).text();
    expect(shown).toContain("The agent is switched off.");
    expect(shown).toContain("Last turned off by ada@example.com");
    await post({ form: { to: "on", token: await shownToken(team) } });
    expect(await isOff()).toBe(false);
  });

  const foreign: readonly [string, Visit][] = [
    ["no origin", { headers: { Origin: undefined } }],
    ["the origin null", { headers: { Origin: "null" } }],
    ["another site's origin", { headers: { Origin: "https://evil.test" } }],
    ["the origin of a page of the same site", { headers: { Origin: "https://other.agent.test", "Sec-Fetch-Site": "same-site" } }],
    ["the right origin by plain http", { headers: { Origin: "http://agent.test" } }],
    ["a browser that says it is of another site", { headers: { "Sec-Fetch-Site": "cross-site" } }],
    ["a browser that says nobody's page sent it", { headers: { "Sec-Fetch-Site": "none" } }],
    ["another content type", { headers: { "Content-Type": "text/plain" } }],
    ["no content type", { headers: { "Content-Type": undefined } }],
  ];
  it.each(foreign)("is not turned by a form with %s", async (_, { headers }) => {
    expect((await post({ headers: { ...headers } as Record<string, string> })).status).toBe(403);
    expect(await isOff()).toBe(false);
  });

  it.each(["", "1.2", `9999999999.${"0".repeat(64)}`, `${"9".repeat(13)}.${"0".repeat(64)}`])("is not turned with the token %j", async (token) => {
    expect((await post({ token })).status).toBe(403);
    expect(await isOff()).toBe(false);
  });

  it("is not turned with another person's token", async () => {
    const bob = { "Cf-Access-Jwt-Assertion": await team.jwt(personClaims("bob@example.com")) };
    expect((await post({ token: await shownToken(team, bob) })).status).toBe(403);
    expect((await post({ token: await shownToken(team, bob), headers: bob })).status).toBe(303);
  });

  it("is not turned with a token whose time was made longer, nor with one of another key", async () => {
    const [until, mac] = (await shownToken(team)).split(".");
    expect((await post({ token: `${Number(until) + 1}.${mac}` })).status).toBe(403);
    expect((await post({ bindings: { FORM_KEY: "cd".repeat(32) } })).status).toBe(403);
    expect(await isOff()).toBe(false);
  });

  it("is not turned with a page that was open for more than an hour", async () => {
    const token = await shownToken(team);
    vi.useFakeTimers({ now: Date.now() + 3_601_000, toFake: ["Date"] });
    const response = await post({ token });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("open for too long");
    vi.useRealTimers();
    expect(await isOff()).toBe(false);
  });

  it("is not turned by asking for a page", async () => {
    await visit(team, { url: `https://agent.test/admin/switch?to=off&token=${await shownToken(team)}` });
    expect(await isOff()).toBe(false);
  });

  it("is not turned by a form that does not say which way", async () => {
    expect((await post({ form: { token: await shownToken(team) } })).status).toBe(400);
    expect((await post({ form: { to: "OFF", token: await shownToken(team) } })).status).toBe(400);
    expect(await isOff()).toBe(false);
  });

  it("is not turned by a program, whatever it sends", async () => {
    const service = await team.jwt({ aud: ["admin-audience"], common_name: "client.access", sub: "" });
    expect((await post({ headers: { "Cf-Access-Jwt-Assertion": service } })).status).toBe(403);
    expect(await isOff()).toBe(false);
  });
});
