import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bindings } from "./bindings.mjs";
import { adminBundle, bundle, frontBundle } from "./bundle.mjs";
import { root } from "./node.mjs";
import { mostOfAdmin, mostOfFront, variants } from "./variants.mjs";

const dist = join(root, "dist");
const config = JSON.parse(await readFile(join(root, "wrangler.json"), "utf8"));

await mkdir(dist, { recursive: true });
const modules = await Promise.all(variants.map(build));
const front = { mainModule: "front.js", ...(await write("front", "front.js", await frontBundle(), mostOfFront)) };
const admin = { mainModule: "admin.js", ...(await write("admin", "admin.js", await adminBundle(), mostOfAdmin)) };
const manifest = {
  mainModule: "worker.js",
  modules,
  front,
  bindings,
  admin,
  compatibilityDate: config.compatibility_date,
  compatibilityFlags: config.compatibility_flags,
  durableObjects: config.durable_objects.bindings.map((it) => ({ binding: it.name, className: it.class_name })),
  migrations: config.migrations.map((it) => ({ tag: it.tag, newSqliteClasses: it.new_sqlite_classes })),
};

await replace("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);

/** Writes one of the bundles, and says what the manifest says of it. */
async function build(variant) {
  const { name, providers, inOrder, most } = variant;
  return { ...(await write(name, `worker.${name}.js`, await bundle(variant), most)), providers, inOrder };
}

async function write(name, file, module, most) {
  const size = gzipSync(module, { level: 9 }).length;
  if (size > most) throw new Error(`The Worker's bundle "${name}" has ${size} bytes gzipped, and may have ${most}.`);
  console.log(`The Worker's bundle "${name}" has ${size} bytes gzipped, of ${most}.`);
  await replace(file, module);
  return { file, sha256: createHash("sha256").update(module).digest("hex") };
}

/** A reader never sees half a file. */
async function replace(name, contents) {
  const temporary = join(dist, `.${name}.${process.pid}`);
  await writeFile(temporary, contents);
  await rename(temporary, join(dist, name));
}
