import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        plugins: [
          cloudflareTest({
            main: "src/index.ts",
            wrangler: { configPath: "wrangler.json" },
            miniflare: { cf: false },
          }),
        ],
        define: { MOLTWORKER_VERSION: JSON.stringify("0.0.0-test") },
        test: { name: "workerd", include: ["src/**/*.test.ts"] },
      },
      { test: { name: "outside", include: ["outside/**/*.test.ts"] } },
    ],
  },
});
