import { dialects, messagesDialects } from "../model/dialect";
import type { ModelProvider, ModelSettings } from "../model/modelSettings";
import { BindingReader, type Bindings } from "./bindingReader";

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
  modelSilenceSeconds: [60, 600],
  runRetentionHours: [24, 720],
  sessionRetentionDays: [90, 3650],
} as const;

/** What the script that holds the groups is bound to; what the one before it is bound to is in `front/frontConfig.ts`. */
export interface Config {
  /** In the order in which they are asked: at least one. */
  readonly models: readonly ModelSettings[];
  readonly runCaps: DurableObjectNamespace;
  readonly limits: Readonly<Record<keyof typeof numbers, number>>;
}

const read = new WeakMap<Bindings, Config | string>();

/**
 * Reads the bindings once in an isolate.
 * @returns what is wrong with them, all of it and without a value of any, where something is.
 */
export function configOf(env: Bindings): Config | string {
  let config = read.get(env);
  if (config === undefined) {
    config = parse(env);
    read.set(env, config);
  }
  return config;
}

function parse(env: Bindings): Config | string {
  const bindings = new BindingReader(env);
  const config: Config = {
    models: allModels(bindings),
    runCaps: bindings.object("RUN_CAPS", "getByName"),
    limits: bindings.wholeNumbers(numbers),
  };
  return bindings.mistakes.length === 0 ? config : bindings.mistakes.join(" ");
}

/** The first has no number; the others are `MODEL_2_...` and so on, without a gap. */
function allModels(bindings: BindingReader): readonly ModelSettings[] {
  const models = [modelSettings(bindings, "MODEL_")];
  if (!CARRIES_ORDER && bindings.has("MODEL_2_PROVIDER")) bindings.mistakes.push("This bundle is for one model.");
  for (;;) {
    const prefix = `MODEL_${models.length + 1}_`;
    if (!CARRIES_ORDER || !bindings.has(`${prefix}PROVIDER`)) return models;
    models.push(modelSettings(bindings, prefix));
  }
}

/** The providers whose forms this bundle carries. */
const providers: readonly ModelProvider[] = [
  ...(CARRIES_DEMO ? (["demo"] as const) : []),
  ...(CARRIES_ANTHROPIC ? (["anthropic"] as const) : []),
  ...(CARRIES_OPENAI ? (["openai"] as const) : []),
  ...(CARRIES_WORKERS_AI ? (["workers-ai"] as const) : []),
];

type DialectNames = readonly NonNullable<ModelSettings["dialect"]>[];

function modelSettings(bindings: BindingReader, prefix: string): ModelSettings {
  const provider = bindings.oneOf(`${prefix}PROVIDER`, providers);
  const known = Object.keys({ ...(CARRIES_OPENAI && dialects), ...(CARRIES_ANTHROPIC && messagesDialects) }) as unknown as DialectNames;
  const dialect = bindings.oneOf(`${prefix}DIALECT`, ["auto", ...known], "auto");
  const needsKey = provider === "anthropic" || provider === "openai";
  const needsName = needsKey || provider === "workers-ai";
  const has = (name: string): boolean => bindings.has(prefix + name);
  const secret = (name: string): string => bindings.text(prefix + name, /^[\x21-\x7e]{1,2000}$/);
  return {
    provider,
    name: !CARRIES_DEMO || needsName || has("NAME") ? bindings.text(`${prefix}NAME`, /^[\x21-\x7e]{1,200}$/) : "demo",
    baseUrl: provider === "openai" || has("BASE_URL") ? bindings.endpoint(`${prefix}BASE_URL`) : undefined,
    dialect: dialect === "auto" ? undefined : dialect,
    apiKey: needsKey ? secret("API_KEY") : undefined,
    gatewayToken: needsKey && has("GATEWAY_TOKEN") ? secret("GATEWAY_TOKEN") : undefined,
    ai: provider === "workers-ai" ? bindings.object<Ai>("AI", "run") : undefined,
  };
}
