import { describe, expect, it } from "vitest";
import { bindings } from "../testing/bindings";
import { type FrontConfig, frontConfigOf } from "./frontConfig";

function message(changes: Readonly<Record<string, unknown>>): string {
  const config = frontConfigOf(bindings(changes));
  if (typeof config !== "string") throw new Error("the configuration was taken");
  return config;
}

function config(changes: Readonly<Record<string, unknown>> = {}): FrontConfig {
  const it = frontConfigOf(bindings(changes));
  if (typeof it === "string") throw new Error(it);
  return it;
}

const required = [
  "ENVIRONMENT",
  "ALLOWED_HOSTS",
  "ACCESS_TEAM_DOMAIN",
  "ACCESS_AUDIENCES",
  "ACCESS_CLIENT_IDS",
  "TOKEN_SHA256_CURRENT",
  "GROUPS",
  "RUN_CAPS",
  "TOKEN_RATE_LIMIT",
  "IP_RATE_LIMIT",
];

it.each(required)("the binding %s is named when it is missing, null or empty", (name) => {
  for (const value of [undefined, null, ""]) expect(message({ [name]: value })).toBe(`The binding ${name} is missing.`);
});

describe("a binding that is malformed is named, and its value is not", () => {
  const secret = "planted-SECRET-value";
  it.each<[string, readonly unknown[]]>([
    ["ENVIRONMENT", ["Prod", "a b", 1, secret]],
    ["ALLOWED_HOSTS", [",", "agent.test,", "https://agent.test", "agent.test:443", "AGENT.test", "*", ".test", ["agent.test"], secret]],
    ["ACCESS_MODE", ["OFF", "false", "on", true, false, secret]],
    ["ACCESS_TEAM_DOMAIN", ["team", "https://team.cloudflareaccess.com", "team.cloudflareaccess.com/", "team.cloudflareaccess.com/evil", secret]],
    ["ACCESS_AUDIENCES", [",", "a,,b", "a b", secret + "!"]],
    ["ACCESS_CLIENT_IDS", [",", "*", "a b", secret + "!"]],
    ["TOKEN_SHA256_CURRENT", ["a".repeat(63), "a".repeat(65), "A".repeat(64), "g".repeat(64), secret]],
    ["TOKEN_SHA256_PREVIOUS", ["a".repeat(63), "A".repeat(64), secret]],
    ["GROUPS", [secret, {}, { getByName: 1 }]],
    ["RUN_CAPS", [secret, {}]],
    ["TOKEN_RATE_LIMIT", [secret, {}, { limit: true }]],
    ["IP_RATE_LIMIT", [secret, {}]],
  ])("%s", (name, values) => {
    for (const value of values) {
      const said = message({ [name]: value });
      expect(said).toContain(`The binding ${name} must `);
      expect(said.split("The binding ")).toHaveLength(2);
      expect(said).not.toContain(secret);
    }
  });
});

it("names all mistakes at once", () => {
  const said = message({ ENVIRONMENT: undefined, TOKEN_SHA256_CURRENT: "short", GROUPS: {} });
  for (const name of ["ENVIRONMENT", "TOKEN_SHA256_CURRENT", "GROUPS"]) expect(said).toContain(name);
});

it("asks for nothing of Access where the Worker is declared to run without", () => {
  const changes = { ACCESS_MODE: "off", ACCESS_TEAM_DOMAIN: undefined, ACCESS_AUDIENCES: undefined, ACCESS_CLIENT_IDS: undefined };
  expect(config(changes).access).toBeNull();
});

it("demands Access where nothing is said about it", () => {
  expect(config({ ACCESS_MODE: undefined }).access).not.toBeNull();
});

it("reads the bindings once", () => {
  const env = bindings();
  expect(frontConfigOf(env)).toBe(frontConfigOf(env));
});
