// node format.mjs [--check]: writes the Worker's sources in the one hand that Prettier has, or says which are not.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const worker = join(here, "..", "..", "src", "moltworker");
const mode = process.argv.includes("--check") ? "--check" : "--write";
const prettier = join(here, "node_modules", "prettier", "bin", "prettier.cjs");

const { status } = spawnSync(process.execPath, [prettier, mode, "--log-level", "warn", "{src,outside,scripts}/**/*.{ts,mts,mjs}", "vitest.config.ts"], { cwd: worker, stdio: "inherit" });
process.exitCode = status ?? 1;
