import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.mjs";
import { root } from "./node.mjs";

/** What an isolate that starts has to take in, gzipped. */
const mostBytes = 37_888;
const dist = join(root, "dist");
const config = JSON.parse(await readFile(join(root, "wrangler.json"), "utf8"));

const worker = await bundle();
const size = gzipSync(worker, { level: 9 }).length;
if (size > mostBytes) throw new Error(`The Worker's bundle has ${size} bytes gzipped, and may have ${mostBytes}.`);
console.log(`The Worker's bundle has ${size} bytes gzipped, of ${mostBytes}.`);
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
