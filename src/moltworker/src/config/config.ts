import type { RunCaps } from "../caps/runCaps";
import { type DialectName, dialects } from "../model/dialect";
import type { ModelProvider, ModelSettings } from "../model/modelSettings";
import { BindingReader, type Bindings } from "./bindingReader";

export interface AccessSettings {
  /** `https://<team domain>` */
  readonly issuer: string;
  readonly audiences: ReadonlySet<string>;
  readonly clientIds: ReadonlySet<string>;
}

/** The default and the most of each number; the infra program has the same. */
const numbers = {
  runsPerDay: [200, 1_000_000],
  runsPerMonth: [3000, 10_000_000],
  maxSteps: [20, 100],
  maxTurnSeconds: [300, 840],
  maxOutputTokens: [8192, 65_536],
  maxInputTokens: [500_000, 10_000_000],
  maxSentMessages: [10, 100],
  maxWebReads: [10, 100],
  historyTokens: [24_000, 200_000],
  runRetentionHours: [24, 720],
  sessionRetentionDays: [90, 3650],
} as const;

export interface Config {
  readonly environment: string;
  readonly allowedHosts: ReadonlySet<string>;
  /** Null where the Worker is declared to run without Access. */
  readonly access: AccessSettings | null;
  /** SHA-256 of the bearer tokens: the current one, and the previous one where there is one. */
  readonly tokenHashes: readonly [Uint8Array, Uint8Array | null];
  readonly model: ModelSettings;
  readonly groups: DurableObjectNamespace;
  readonly runCaps: DurableObjectNamespace<RunCaps>;
  readonly tokenRateLimit: RateLimit;
  readonly ipRateLimit: RateLimit;
  readonly limits: Readonly<Record<keyof typeof numbers, number>>;
}

/** What is wrong with the bindings, all of it, without a value of any. */
export class Misconfigured {
  constructor(readonly message: string) {}
}

const read = new WeakMap<Bindings, Config | Misconfigured>();

/** Reads the bindings once in an isolate. */
export function configOf(env: Bindings): Config | Misconfigured {
  let config = read.get(env);
  if (config === undefined) {
    config = parse(env);
    read.set(env, config);
  }
  return config;
}

function parse(env: Bindings): Config | Misconfigured {
  const bindings = new BindingReader(env);
  const config: Config = {
    environment: bindings.text("ENVIRONMENT", /^[a-z0-9][a-z0-9-]{0,31}$/, "be 1 to 32 lower-case letters, digits and hyphens"),
    allowedHosts: bindings.list("ALLOWED_HOSTS", /^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$/, "hold lower-case host names without ports"),
    access: accessSettings(bindings),
    tokenHashes: [bindings.sha256("TOKEN_SHA256_CURRENT"), bindings.has("TOKEN_SHA256_PREVIOUS") ? bindings.sha256("TOKEN_SHA256_PREVIOUS") : null],
    model: modelSettings(bindings),
    groups: bindings.object("GROUPS", "getByName"),
    runCaps: bindings.object("RUN_CAPS", "getByName"),
    tokenRateLimit: bindings.object("TOKEN_RATE_LIMIT", "limit"),
    ipRateLimit: bindings.object("IP_RATE_LIMIT", "limit"),
    limits: bindings.wholeNumbers(numbers),
  };
  return bindings.mistakes.length === 0 ? config : new Misconfigured(bindings.mistakes.join(" "));
}

function accessSettings(bindings: BindingReader): AccessSettings | null {
  if (bindings.oneOf("ACCESS_MODE", ["required", "off"], "required") === "off") return null;
  const domain = bindings.text("ACCESS_TEAM_DOMAIN", /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?$/, "be a host name");
  return {
    issuer: `https://${domain}`,
    audiences: bindings.list("ACCESS_AUDIENCES", /^[A-Za-z0-9_-]{1,128}$/, "hold application audiences"),
    clientIds: bindings.list("ACCESS_CLIENT_IDS", /^[A-Za-z0-9._-]{1,128}$/, "hold Client IDs"),
  };
}

/** The providers whose forms this bundle carries. */
const providers: readonly ModelProvider[] = [
  ...(CARRIES_DEMO ? (["demo"] as const) : []),
  ...(CARRIES_ANTHROPIC ? (["anthropic"] as const) : []),
  ...(CARRIES_OPENAI ? (["openai"] as const) : []),
  ...(CARRIES_WORKERS_AI ? (["workers-ai"] as const) : []),
];

function modelSettings(bindings: BindingReader): ModelSettings {
  const provider = bindings.oneOf<ModelProvider>("MODEL_PROVIDER", providers);
  const dialect = CARRIES_OPENAI ? bindings.oneOf<DialectName | "auto">("MODEL_DIALECT", ["auto", ...(Object.keys(dialects) as DialectName[])], "auto") : "auto";
  const secret = (name: string): string => bindings.text(name, /^[\x21-\x7e]{1,2000}$/, "be visible characters without blanks");
  const needsKey = provider === "anthropic" || provider === "openai";
  return {
    provider,
    name: !needsKey && provider !== "workers-ai" && !bindings.has("MODEL_NAME") ? "demo" : bindings.text("MODEL_NAME", /^[\x21-\x7e]{1,200}$/, "be 1 to 200 visible characters"),
    ...((provider === "openai" || bindings.has("MODEL_BASE_URL")) && { baseUrl: bindings.endpoint("MODEL_BASE_URL") }),
    ...(dialect !== "auto" && { dialect }),
    ...(needsKey && { apiKey: secret("MODEL_API_KEY") }),
    ...(needsKey && bindings.has("MODEL_GATEWAY_TOKEN") && { gatewayToken: secret("MODEL_GATEWAY_TOKEN") }),
    ...(provider === "workers-ai" && { ai: bindings.object<Ai>("AI", "run") }),
  };
}
