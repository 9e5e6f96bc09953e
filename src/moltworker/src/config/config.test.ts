import { describe, expect, it } from "vitest";
import { bindings } from "../testing/bindings";
import { type Config, configOf } from "./config";

function message(changes: Readonly<Record<string, unknown>>): string {
  const config = configOf(bindings(changes));
  if (typeof config !== "string") throw new Error("the configuration was taken");
  return config;
}

function config(changes: Readonly<Record<string, unknown>> = {}): Config {
  const it = configOf(bindings(changes));
  if (typeof it === "string") throw new Error(it);
  return it;
}

const required = ["MODEL_PROVIDER", "RUN_CAPS"];

describe("a binding that is required", () => {
  it.each(required)("%s is named when it is missing, null or empty", (name) => {
    for (const value of [undefined, null, ""]) expect(message({ [name]: value })).toBe(`The binding ${name} is missing.`);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["MODEL_NAME", { MODEL_PROVIDER: "anthropic", MODEL_API_KEY: "key" }],
    ["MODEL_API_KEY", { MODEL_PROVIDER: "anthropic", MODEL_NAME: "model" }],
    ["MODEL_NAME", { MODEL_PROVIDER: "openai", MODEL_API_KEY: "key", MODEL_BASE_URL: "https://api.test/v1" }],
    ["MODEL_API_KEY", { MODEL_PROVIDER: "openai", MODEL_NAME: "model", MODEL_BASE_URL: "https://api.test/v1" }],
    ["MODEL_BASE_URL", { MODEL_PROVIDER: "openai", MODEL_NAME: "model", MODEL_API_KEY: "key" }],
    ["MODEL_NAME", { MODEL_PROVIDER: "workers-ai", AI: { run: () => undefined } }],
    ["AI", { MODEL_PROVIDER: "workers-ai", MODEL_NAME: "model" }],
  ])("%s is named when the provider needs it", (name, changes) => {
    expect(message(changes)).toBe(`The binding ${name} is missing.`);
  });
});

describe("a binding that is malformed is named, and its value is not", () => {
  const secret = "planted-SECRET-value";
  it.each<[string, readonly unknown[]]>([
    ["MODEL_PROVIDER", ["Anthropic", "gpt", secret]],
    ["MODEL_DIALECT", ["OpenAI", "ollama", secret]],
    ["RUN_CAPS", [secret, {}, { getByName: 1 }]],
    ["RUNS_PER_DAY", ["0", "-1", "1.5", "1e3", "ten", " 5", "99999999999", 5, secret]],
    ["RUNS_PER_MONTH", ["0", secret]],
    ["MAX_STEPS", ["0", "101", secret]],
    ["MAX_TURN_SECONDS", ["0", "841", secret]],
    ["MAX_OUTPUT_TOKENS", ["0", secret]],
    ["MAX_INPUT_TOKENS", ["0", "10000001", secret]],
    ["MAX_SENT_MESSAGES", ["0", "101", secret]],
    ["MAX_WEB_READS", ["0", "101", secret]],
    ["HISTORY_TOKENS", ["0", secret]],
    ["RUN_RETENTION_HOURS", ["0", secret]],
    ["SESSION_RETENTION_DAYS", ["0", secret]],
  ])("%s", (name, values) => {
    for (const value of values) {
      const said = message({ [name]: value });
      expect(said).toContain(`The binding ${name} must `);
      expect(said.split("The binding ")).toHaveLength(2);
      expect(said).not.toContain(secret);
    }
  });

  it.each([
    "not a url",
    "http://api.test/v1",
    "http://127.0.0.1.evil.test",
    "ftp://api.test",
    "https://user:password@api.test",
    "https://api.test/v1?key=secret",
    "https://api.test/#x",
  ])("MODEL_BASE_URL: %s", (value) => {
    expect(message({ MODEL_PROVIDER: "openai", MODEL_NAME: "model", MODEL_API_KEY: "key", MODEL_BASE_URL: value })).toMatch(
      /^The binding MODEL_BASE_URL must be /,
    );
  });

  it("MODEL_API_KEY", () => {
    const said = message({ MODEL_PROVIDER: "anthropic", MODEL_NAME: "model", MODEL_API_KEY: `${secret} ` });
    expect(said).toMatch(/^The binding MODEL_API_KEY must /);
    expect(said).not.toContain(secret);
  });

  it("MODEL_GATEWAY_TOKEN", () => {
    const said = message({ MODEL_PROVIDER: "anthropic", MODEL_NAME: "model", MODEL_API_KEY: "key", MODEL_GATEWAY_TOKEN: `${secret} ` });
    expect(said).toMatch(/^The binding MODEL_GATEWAY_TOKEN must /);
    expect(said).not.toContain(secret);
  });
});

it("names all mistakes at once", () => {
  const said = message({ MODEL_PROVIDER: undefined, MODEL_DIALECT: "short", RUNS_PER_DAY: "many" });
  for (const name of ["MODEL_PROVIDER", "MODEL_DIALECT", "RUNS_PER_DAY"]) expect(said).toContain(name);
});

it("fills in what may be left out", () => {
  expect(config()).toMatchObject({
    limits: {
      runsPerDay: 200,
      runsPerMonth: 3000,
      maxSteps: 20,
      maxTurnSeconds: 300,
      maxOutputTokens: 8192,
      maxInputTokens: 500_000,
      maxSentMessages: 10,
      maxWebReads: 10,
      historyTokens: 24_000,
      modelSilenceSeconds: 60,
      runRetentionHours: 24,
      sessionRetentionDays: 90,
    },
    models: [{ provider: "demo", name: "demo" }],
  });
});

it("takes a model server on this machine by plain HTTP", () => {
  for (const url of ["http://127.0.0.1:9000", "http://localhost:9000/v1", "http://[::1]:9000"]) {
    expect(config({ MODEL_PROVIDER: "openai", MODEL_NAME: "model", MODEL_API_KEY: "key", MODEL_BASE_URL: url }).models[0]?.baseUrl).toBe(url);
  }
});

it("reads the bindings once", () => {
  const env = bindings();
  expect(configOf(env)).toBe(configOf(env));
});
