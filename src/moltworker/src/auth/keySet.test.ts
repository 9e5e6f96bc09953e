import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AccessTeam, newKeys } from "../testing/accessTeam";
import { KeySet } from "./keySet";

const minute = 60_000;
const hour = 60 * minute;

let team: AccessTeam;
let keys: KeySet;
const start = Date.UTC(2026, 0, 1);

beforeEach(async () => {
  team = await AccessTeam.create();
  team.serve();
  keys = new KeySet("https://team.cloudflareaccess.com");
});
afterEach(() => vi.restoreAllMocks());

it("fetches once for many requests", async () => {
  for (let i = 0; i < 100; i++) expect(await keys.find("key-1", start + i)).not.toBeNull();
  expect(team.fetches).toBe(1);
});

it("fetches again for a key id it does not know, so that a new key works at once", async () => {
  await keys.find("key-1", start);
  team.published.set("key-2", await newKeys());
  expect(await keys.find("key-2", start + minute)).not.toBeNull();
  expect(team.fetches).toBe(2);
});

it("does not fetch for each of the key ids that somebody makes up", async () => {
  await keys.find("key-1", start);
  for (let i = 0; i < 1000; i++) expect(await keys.find(`made-up-${i}`, start + i * 100)).toBeNull();
  expect(team.fetches).toBeLessThanOrEqual(1 + Math.ceil((1000 * 100) / minute));
});

it("does not fetch for each of the key ids that come at once", async () => {
  await keys.find("key-1", start);
  await Promise.all(Array.from({ length: 200 }, (_, i) => keys.find(`made-up-${i}`, start + minute)));
  expect(team.fetches).toBe(2);
});

it("lets each of the first requests in when they come at once, on one fetch", async () => {
  const found = await Promise.all(Array.from({ length: 50 }, () => keys.find("key-1", start)));
  expect(found.every((key) => key !== null)).toBe(true);
  expect(team.fetches).toBe(1);
});

it("drops a key that was withdrawn within an hour", async () => {
  await keys.find("key-1", start);
  team.published.clear();
  team.published.set("key-2", await newKeys());
  expect(await keys.find("key-1", start + hour)).toBeNull();
});

it("goes on for a day with the keys it has when they cannot be fetched, and no longer", async () => {
  await keys.find("key-1", start);
  team.failWith = () => new Response(null, { status: 500 });
  expect(await keys.find("key-1", start + 23 * hour)).not.toBeNull();
  await expect(keys.find("key-1", start + 25 * hour)).rejects.toThrow("key set not to be had");
});

it.each<[string, () => Response | Promise<Response>]>([
  ["an error", () => new Response("{}", { status: 500 })],
  ["a redirect", () => Response.redirect("https://evil.test/keys", 302)],
  ["no JSON", () => new Response("<html>")],
  ["JSON without keys", () => Response.json({ keys: [] })],
  ["JSON of another shape", () => Response.json(null)],
  ["a key that is none", () => Response.json({ keys: [null, { kty: "RSA", kid: "key-1", n: "!", e: "!" }] })],
  ["a key of another kind", () => Response.json({ keys: [{ kty: "oct", kid: "key-1", k: "AAAA" }] })],
  ["more than a key set can be", () => new Response(new Uint8Array(100_000))],
  ["nothing at all", () => Promise.reject(new Error("unreachable"))],
])("says that it has no keys when it gets %s", async (_, answer) => {
  team.failWith = answer;
  await expect(keys.find("key-1", start)).rejects.toThrow("key set not to be had");
  team.failWith = null;
  expect(await keys.find("key-1", start + 2000)).not.toBeNull();
});

it("asks at most every two seconds for keys that it could never have", async () => {
  team.failWith = () => new Response(null, { status: 500 });
  for (let i = 0; i < 100; i++) await expect(keys.find("key-1", start + i * 100)).rejects.toThrow();
  expect(team.fetches).toBeLessThanOrEqual(6);
});
