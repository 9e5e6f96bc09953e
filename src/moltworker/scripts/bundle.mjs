import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";
import { root } from "./node.mjs";
import { withShortMembers } from "./memberNames.mjs";
import { privateFields } from "./privateFields.mjs";
import { privateNames } from "./privateNames.mjs";
import { carried } from "./variants.mjs";

/** What is alike stands close, since gzip looks 32 KB back: of the orders that were tried, this one packs best. */
const folders = ["turn", "conversation", "request", "bounds", "config", "group", "backup", "caps", "model", "front", "json", "http", "auth", "tools"];

/** The script that holds the groups, with what a variant has, as it is deployed, or with its names and lines for a profiler. */
export async function bundle(variant, isReadable = false) {
  const { main } = JSON.parse(await readFile(join(root, "wrangler.json"), "utf8"));
  return packed(main, carried(variant), isReadable);
}

/** The script before it, alike for all variants. */
export function frontBundle(isReadable = false) {
  return packed("src/front/index.ts", {}, isReadable);
}

async function packed(main, defined, isReadable) {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const options = {
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    minify: !isReadable,
    legalComments: "none",
    // A field is set by its assignment alone; none is declared on top of that.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    external: ["cloudflare:*"],
    define: { MOLTWORKER_VERSION: JSON.stringify(version), ...defined },
    plugins: [privateFields],
    metafile: true,
    write: false,
  };
  const { metafile } = await build({ ...options, entryPoints: [main] });
  const { outputFiles } = await build({ ...options, stdin: { contents: inOrder(metafile, main), resolveDir: root } });
  const [{ text }] = outputFiles;
  // What esbuild leaves undone: a function that is called once stands where it is called, and what is never used is gone.
  const { code } = isReadable
    ? { code: text }
    : await minify(withShortMembers(text, privateNames()), {
        module: true,
        ecma: 2020,
        // An arrow is no constructor, and none of ours is called by new.
        compress: { passes: 3, inline: 1, lhs_constants: false, pure_getters: true, unsafe_arrows: true },
      });
  return Buffer.from(code);
}

/** The main module, behind those that came into its bundle. */
function inOrder({ outputs }, main) {
  const [{ inputs }] = Object.values(outputs);
  const place = (file) => folders.indexOf(file.split("/")[1]);
  const files = Object.keys(inputs).filter((file) => file !== main && inputs[file].bytesInOutput > 0);
  const imports = files.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1)).map((file) => `import "./${file}";`);
  return [...imports, `export * from "./${main}";`, `export { default } from "./${main}";`].join("\n");
}

/** The admin Worker in one module. Nobody's run waits for it, so its names stay. */
export async function adminBundle() {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/admin/index.ts"],
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
  return Buffer.from(outputFiles[0].contents);
}
