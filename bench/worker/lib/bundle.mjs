import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL("..", import.meta.url));
const moltworker = fileURLToPath(new URL("../../../src/moltworker", import.meta.url));
const { version } = JSON.parse(await readFile(`${moltworker}/package.json`, "utf8"));
export const { compatibility_date: compatibilityDate } = JSON.parse(await readFile(`${moltworker}/wrangler.json`, "utf8"));

/** One of the bench's own Workers. */
export function bundleVariant(name) {
  return bundle(`${here}variants/${name}.ts`);
}

/** The Worker itself, as its own build makes it. */
export function bundleWorker({ minify = true, root = moltworker } = {}) {
  return bundle(`${root}/src/index.ts`, { minify });
}

async function bundle(entry, { minify = true } = {}) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser", "import"],
    target: "es2024",
    minify,
    legalComments: "none",
    external: ["cloudflare:*", "node:*"],
    define: { MOLTWORKER_VERSION: JSON.stringify(version) },
    write: false,
    logLevel: "error",
  });
  return Buffer.from(outputFiles[0].contents);
}
