import { createHash } from "node:crypto";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { carried } from "./scripts/variants.mjs";
import { testToken } from "./src/testing/testToken.ts";

/** Bindings with which all of the Worker is open to its tests; they take away what they want to see missed. */
const bindings = {
  ENVIRONMENT: "test",
  ALLOWED_HOSTS: "agent.test",
  ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com",
  ACCESS_AUDIENCES: "audience-one,audience-two",
  ACCESS_CLIENT_IDS: "client.access,other.access",
  TOKEN_SHA256_CURRENT: createHash("sha256").update(testToken).digest("hex"),
  MODEL_PROVIDER: "demo",
};

export default defineConfig({
  test: {
    silent: "passed-only",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        plugins: [
          cloudflareTest({
            main: "src/index.ts",
            wrangler: { configPath: "wrangler.json" },
            miniflare: {
              cf: false,
              bindings,
              ratelimits: {
                TOKEN_RATE_LIMIT: { namespace_id: "1001", simple: { limit: 1_000_000, period: 10 } },
                IP_RATE_LIMIT: { namespace_id: "1002", simple: { limit: 1_000_000, period: 10 } },
              },
            },
          }),
        ],
        define: { MOLTWORKER_VERSION: JSON.stringify("0.0.0-test"), ...carried(["anthropic", "openai", "workers-ai", "demo"]) },
        test: { name: "workerd", include: ["src/**/*.test.ts"] },
      },
      { test: { name: "outside", include: ["outside/**/*.test.ts"] } },
    ],
  },
});
