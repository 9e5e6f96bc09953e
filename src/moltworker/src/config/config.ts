import type { RunCaps } from "../caps/runCaps";
import { dialects, messagesDialects } from "../model/dialect";
import type { ModelProvider, ModelSettings } from "../model/modelSettings";
import type { TurnLimits } from "../bounds/turnLimits";
import { BindingReader, type Bindings } from "./bindingReader";

export interface AccessSettings {
  /** `https://<team domain>` */
  readonly issuer: string;
  readonly audiences: ReadonlySet<string>;
  readonly clientIds: ReadonlySet<string>;
}

export interface Config {
  readonly environment: string;
  readonly allowedHosts: ReadonlySet<string>;
  /** Null where the Worker is declared to run without Access. */
  readonly access: AccessSettings | null;
  /** SHA-256 of the bearer tokens: the current one, and the previous one where there is one. */
  readonly tokenHashes: readonly [Uint8Array, Uint8Array | null];
  /** In the order in which they are asked: at least one. */
  readonly models: readonly ModelSettings[];
  readonly modelSilenceSeconds: number;
  readonly groups: DurableObjectNamespace;
  readonly runCaps: DurableObjectNamespace<RunCaps>;
  readonly tokenRateLimit: RateLimit;
  readonly ipRateLimit: RateLimit;
  readonly runsPerDay: number;
  readonly runsPerMonth: number;
  readonly limits: TurnLimits;
  readonly runRetentionHours: number;
  readonly sessionRetentionDays: number;
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
    allowedHosts: new Set(bindings.list("ALLOWED_HOSTS", /^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$/, "hold lower-case host names, comma-separated and without ports")),
    access: accessSettings(bindings),
    tokenHashes: [bindings.sha256("TOKEN_SHA256_CURRENT"), bindings.has("TOKEN_SHA256_PREVIOUS") ? bindings.sha256("TOKEN_SHA256_PREVIOUS") : null],
    models: allModels(bindings),
    modelSilenceSeconds: bindings.wholeNumber("MODEL_SILENCE_SECONDS", 60, 600),
    groups: bindings.object<DurableObjectNamespace>("GROUPS", "getByName", "a durable object namespace"),
    runCaps: bindings.object<DurableObjectNamespace<RunCaps>>("RUN_CAPS", "getByName", "a durable object namespace"),
    tokenRateLimit: bindings.object<RateLimit>("TOKEN_RATE_LIMIT", "limit", "a rate limit"),
    ipRateLimit: bindings.object<RateLimit>("IP_RATE_LIMIT", "limit", "a rate limit"),
    runsPerDay: bindings.wholeNumber("RUNS_PER_DAY", 200, 1_000_000),
    runsPerMonth: bindings.wholeNumber("RUNS_PER_MONTH", 3000, 10_000_000),
    limits: {
      maxSteps: bindings.wholeNumber("MAX_STEPS", 20, 100),
      maxTurnSeconds: bindings.wholeNumber("MAX_TURN_SECONDS", 300, 840),
      maxOutputTokens: bindings.wholeNumber("MAX_OUTPUT_TOKENS", 8192, 65_536),
      maxInputTokens: bindings.wholeNumber("MAX_INPUT_TOKENS", 500_000, 10_000_000),
      maxSentMessages: bindings.wholeNumber("MAX_SENT_MESSAGES", 10, 100),
      maxWebReads: bindings.wholeNumber("MAX_WEB_READS", 10, 100),
      historyTokens: bindings.wholeNumber("HISTORY_TOKENS", 24_000, 200_000),
    },
    runRetentionHours: bindings.wholeNumber("RUN_RETENTION_HOURS", 24, 720),
    sessionRetentionDays: bindings.wholeNumber("SESSION_RETENTION_DAYS", 90, 3650),
  };
  return bindings.mistakes.length === 0 ? config : new Misconfigured(bindings.mistakes.join(" "));
}

function accessSettings(bindings: BindingReader): AccessSettings | null {
  if (bindings.oneOf("ACCESS_MODE", ["required", "off"], "required") === "off") return null;
  const domain = bindings.text("ACCESS_TEAM_DOMAIN", /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?$/, "be a host name like team.cloudflareaccess.com");
  return {
    issuer: `https://${domain}`,
    audiences: new Set(bindings.list("ACCESS_AUDIENCES", /^[A-Za-z0-9_-]{1,128}$/, "hold application audiences, comma-separated")),
    clientIds: new Set(bindings.list("ACCESS_CLIENT_IDS", /^[A-Za-z0-9._-]{1,128}$/, "hold Client IDs of service tokens, comma-separated")),
  };
}

/** The first has no number; the others are `MODEL_2_...` and so on, without a gap. */
function allModels(bindings: BindingReader): readonly ModelSettings[] {
  const models = [modelSettings(bindings, "MODEL_")];
  for (;;) {
    const prefix = `MODEL_${models.length + 1}_`;
    if (!bindings.has(`${prefix}PROVIDER`)) return models;
    models.push(modelSettings(bindings, prefix));
  }
}

function modelSettings(bindings: BindingReader, prefix: string): ModelSettings {
  const provider = bindings.oneOf<ModelProvider>(`${prefix}PROVIDER`, ["demo", "anthropic", "openai", "workers-ai"]);
  const visible = /^[\x21-\x7e]{1,200}$/;
  const dialect = bindings.oneOf<NonNullable<ModelSettings["dialect"]> | "auto">(`${prefix}DIALECT`, ["auto", ...(Object.keys({ ...dialects, ...messagesDialects }) as [])], "auto");
  const needsKey = provider === "anthropic" || provider === "openai";
  return {
    provider,
    name: provider === "demo" && !bindings.has(`${prefix}NAME`) ? "demo" : bindings.text(`${prefix}NAME`, visible, "be 1 to 200 visible characters"),
    ...((provider === "openai" || bindings.has(`${prefix}BASE_URL`)) && { baseUrl: bindings.endpoint(`${prefix}BASE_URL`) }),
    ...(dialect !== "auto" && { dialect }),
    ...(needsKey && { apiKey: bindings.text(`${prefix}API_KEY`, /^[\x21-\x7e]{1,2000}$/, "be visible characters without blanks") }),
    ...(needsKey && bindings.has(`${prefix}GATEWAY_TOKEN`) && { gatewayToken: bindings.text(`${prefix}GATEWAY_TOKEN`, /^[\x21-\x7e]{1,2000}$/, "be visible characters without blanks") }),
    ...(provider === "workers-ai" && { ai: bindings.object<Ai>("AI", "run", "a Workers AI binding") }),
  };
}
