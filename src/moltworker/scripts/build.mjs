import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
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
  external: ["cloudflare:*"],
  define: { MOLTWORKER_VERSION: JSON.stringify(version) },
  write: false,
});

const worker = bundle.outputFiles[0].contents;
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
