import type { AccessSettings } from "../auth/accessSettings";
import type { RunCaps } from "../caps/runCaps";
import type { Bindings } from "../config/bindingReader";
import { DoorReader } from "../config/doorReader";
import type { GroupAgent } from "../group/groupAgent";
import { parse } from "../json/parse";

/** USD for a million tokens of each kind. */
export interface ModelPrice {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

export interface AdminConfig {
  readonly environment: string;
  readonly allowedHosts: ReadonlySet<string>;
  /** Its client ids are the people's e-mail addresses, in lower case. */
  readonly access: AccessSettings;
  /** Signs what a form sends back. */
  readonly formKey: Uint8Array<ArrayBuffer>;
  readonly groups: DurableObjectNamespace<GroupAgent>;
  readonly runCaps: DurableObjectNamespace<RunCaps>;
  readonly agent: Fetcher;
  readonly readsConversations: boolean;
  readonly models: string;
  readonly credential: { readonly generation: string; readonly createdAt: string; readonly expiresAt: string };
  readonly bundles: { readonly agent: string; readonly admin: string };
  /** USD a month that are paid whatever is used, and that the owner means to spend at most. */
  readonly subscription: number;
  readonly budget: number;
  readonly prices: Readonly<Record<string, ModelPrice>>;
  readonly limits: { readonly runsPerDay: number; readonly runsPerMonth: number; readonly monthlyBudgetUsd: number };
}

const any = /^[^\x00-\x1f]{1,1000}$/;

/** @returns what is wrong with the bindings, without a value of any, where something is. */
export function adminConfigOf(env: Bindings): AdminConfig | string {
  const bindings = new DoorReader(env);
  const optional = (name: string): string => (bindings.has(name) ? bindings.text(name, any) : "");
  const limits = bindings.wholeNumbers({ runsPerDay: [200, 1_000_000], runsPerMonth: [3000, 10_000_000], monthlyBudgetUsd: [15, 10_000] });
  const config: AdminConfig = {
    environment: bindings.text("ENVIRONMENT", /^[a-z0-9][a-z0-9-]{0,31}$/),
    allowedHosts: bindings.list("ALLOWED_HOSTS", /^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$/),
    access: {
      issuer: `https://${bindings.text("ACCESS_TEAM_DOMAIN", /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?$/)}`,
      audiences: bindings.list("ADMIN_AUDIENCE", /^[A-Za-z0-9_-]{1,128}$/),
      clientIds: bindings.list("ADMIN_EMAILS", /^[^\s@,A-Z]+@[^\s@,A-Z]+$/),
    },
    formKey: bindings.sha256("FORM_KEY") as Uint8Array<ArrayBuffer>,
    groups: bindings.object("GROUPS", "getByName"),
    runCaps: bindings.object("RUN_CAPS", "getByName"),
    agent: bindings.object("AGENT", "fetch"),
    readsConversations: bindings.oneOf("READS_CONVERSATIONS", ["on", "off"], "off") === "on",
    models: optional("MODELS"),
    credential: { generation: optional("CREDENTIAL_GENERATION"), createdAt: optional("CREDENTIAL_CREATED_AT"), expiresAt: optional("CREDENTIAL_EXPIRES_AT") },
    bundles: { agent: optional("AGENT_SHA256"), admin: optional("ADMIN_SHA256") },
    subscription: bindings.oneOf("WORKERS_PLAN", ["free", "paid"], "free") === "paid" ? 5 : 0,
    budget: limits.monthlyBudgetUsd,
    prices: (parse(String(env["MODEL_PRICES"] ?? "{}")) ?? {}) as AdminConfig["prices"],
    limits,
  };
  return bindings.mistakes.length === 0 ? config : bindings.mistakes.join(" ");
}
