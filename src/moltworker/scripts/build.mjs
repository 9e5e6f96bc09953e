import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import { root } from "./node.mjs";
import { privateNames } from "./privateNames.mjs";

const dist = join(root, "dist");
const config = JSON.parse(await readFile(join(root, "wrangler.json"), "utf8"));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

const bundle = await build({
  absWorkingDir: root,
  entryPoints: [config.main],
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2024",
  minify: true,
  legalComments: "none",
  mangleProps: new RegExp(`^(?:${privateNames().join("|")})$`),
  // A field is set by its assignment alone; none is declared on top of that.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  external: ["cloudflare:*"],
  define: { MOLTWORKER_VERSION: JSON.stringify(version) },
  write: false,
});

// What esbuild leaves undone: functions called once are inlined, and what is equal is said once.
const { code } = await minify(bundle.outputFiles[0].text, { module: true, ecma: 2020, compress: { passes: 3, pure_getters: true } });
const worker = Buffer.from(code);
console.log(`The Worker's bundle has ${gzipSync(worker, { level: 9 }).length} bytes, gzipped.`);
const manifest = {
  mainModule: "worker.js",
  sha256: createHash("sha256").update(worker).digest("hex"),
  compatibilityDate: config.compatibility_date,
  compatibilityFlags: config.compatibility_flags,
  durableObjects: config.durable_objects.bindings.map((it) => ({ binding: it.name, className: it.class_name })),
  migrations: config.migrations.map((it) => ({ tag: it.tag, newSqliteClasses: it.new_sqlite_classes })),
};

await mkdir(dist, { recursive: true });
await replace("worker.js", worker);
await replace("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);

/** A reader never sees half a file. */
async function replace(name, contents) {
  const temporary = join(dist, `.${name}.${process.pid}`);
  await writeFile(temporary, contents);
  await rename(temporary, join(dist, name));
}
