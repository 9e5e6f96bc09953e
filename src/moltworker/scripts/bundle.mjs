import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";
import { root } from "./node.mjs";
import { privateNames } from "./privateNames.mjs";
import { carried } from "./variants.mjs";

/** The Worker in one module with what these providers need, as it is deployed, or with its names and lines for a profiler. */
export async function bundle(providers, isReadable = false) {
  const { main } = JSON.parse(await readFile(join(root, "wrangler.json"), "utf8"));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [main],
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    minify: !isReadable,
    legalComments: "none",
    mangleProps: isReadable ? undefined : new RegExp(`^(?:${privateNames().join("|")})$`),
    // A field is set by its assignment alone; none is declared on top of that.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    external: ["cloudflare:*"],
    define: { MOLTWORKER_VERSION: JSON.stringify(version), ...carried(providers) },
    write: false,
  });
  const [{ text }] = outputFiles;
  // What esbuild leaves undone: a function that is called once stands where it is called, and what is never used is gone.
  const { code } = isReadable ? { code: text } : await minify(text, { module: true, ecma: 2020, compress: { passes: 3 } });
  return Buffer.from(code);
}
