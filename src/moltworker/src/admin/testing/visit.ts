import { env } from "cloudflare:workers";
import type { Bindings } from "../../config/bindingReader";
import type { AccessTeam, Claims } from "../../testing/accessTeam";
import { answerAdmin } from "../answerAdmin";

export const ada = "ada@example.com";

/** The admin Worker's bindings in the tests: the agent's objects, and an agent that is well. */
export const adminBindings: Bindings = {
  ENVIRONMENT: "test",
  ALLOWED_HOSTS: "agent.test",
  ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com",
  ADMIN_AUDIENCE: "admin-audience",
  ADMIN_EMAILS: "ada@example.com,bob@example.com",
  FORM_KEY: "ab".repeat(32),
  GROUPS: (env as Bindings)["GROUPS"],
  RUN_CAPS: (env as Bindings)["RUN_CAPS"],
  AGENT: { fetch: async () => Response.json({ status: "ok", environment: "test", access: "required", version: "0.0.0-test" }) },
  MODELS: "echo",
  CREDENTIAL_GENERATION: "3",
  CREDENTIAL_CREATED_AT: "2026-01-01T00:00:00Z",
  CREDENTIAL_EXPIRES_AT: "2099-01-01T00:00:00Z",
  AGENT_SHA256: "a".repeat(64),
  ADMIN_SHA256: "b".repeat(64),
  WORKERS_PLAN: "paid",
  MODEL_PRICES: JSON.stringify({ echo: { input: 1, cacheRead: 0.1, cacheWrite: 1.25, output: 5 } }),
};

/** What Access says of a person. */
export function personClaims(email = ada): Claims {
  return { aud: ["admin-audience"], common_name: undefined, email, sub: "11111111-2222-4333-8444-555555555555" };
}

export interface Visit {
  readonly url?: string;
  readonly method?: string;
  /** Undefined takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly bindings?: Bindings;
}

/** Asks for the page as a browser would behind Access. */
export async function visit(team: AccessTeam, it: Visit = {}): Promise<Response> {
  const headers = new Headers();
  const wanted = {
    "Cf-Access-Jwt-Assertion": await team.jwt(personClaims()),
    ...(it.form !== undefined && { Origin: "https://agent.test", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded" }),
    ...it.headers,
  };
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) headers.set(name, value);
  const request = new Request(it.url ?? "https://agent.test/admin", {
    method: it.method ?? (it.form === undefined ? "GET" : "POST"),
    headers,
    ...(it.form !== undefined && { body: new URLSearchParams(it.form).toString() }),
  });
  return answerAdmin(request, { ...adminBindings, ...it.bindings });
}

/** The token of the form that asks whether to turn the switch. */
export async function shownToken(team: AccessTeam, headers: Visit["headers"] = {}): Promise<string> {
  const text = await (await visit(team, { url: "https://agent.test/admin/switch?to=off", headers })).text();
  return /name="token" value="([^"]+)"/.exec(text)![1]!;
}
