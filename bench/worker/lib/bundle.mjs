import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundle as worker, frontBundle } from "../../../src/moltworker/scripts/bundle.mjs";
import { carried } from "../../../src/moltworker/scripts/variants.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const moltworker = fileURLToPath(new URL("../../../src/moltworker", import.meta.url));
const { version } = JSON.parse(await readFile(`${moltworker}/package.json`, "utf8"));
export const { compatibility_date: compatibilityDate } = JSON.parse(await readFile(`${moltworker}/wrangler.json`, "utf8"));

/** What the fake API speaks. */
const variant = { providers: ["anthropic"], inOrder: false };

/** The Worker itself, as its own build makes it, or readable. */
export function bundleWorker({ minify = true } = {}) {
  return worker(variant, !minify);
}

/** The Worker before it. */
export function bundleFront({ minify = true } = {}) {
  return frontBundle(!minify);
}

/** One of the bench's own Workers. */
export async function bundleVariant(name) {
  const { outputFiles } = await build({
    entryPoints: [`${here}variants/${name}.ts`],
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser", "import"],
    target: "es2024",
    minify: true,
    legalComments: "none",
    external: ["cloudflare:*", "node:*"],
    define: { MOLTWORKER_VERSION: JSON.stringify(version), ...carried(variant) },
    write: false,
    logLevel: "error",
  });
  return Buffer.from(outputFiles[0].contents);
}
