import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtFile, currentFile, launcherFolder, root } from "./places.mjs";

// ./nanoclaw names the same ones for `find`.
const inputs = ["src", "infra", "eng", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];
const leftOut = new Set(["bin", "obj", "node_modules", "dist", "whatsapp-sidecar"]);
const notInTheProgram = /\.md$|\.test\.[jt]s$|^eng\/launcher\//;

/** Whether the program is what the sources make. By their contents, where one is newer: a checkout there and back changes nothing. */
export function isUpToDate() {
  const started = new Date();
  if (!existsSync(builtFile) || currentProgram() === undefined) return false;
  const { mtimeMs } = statSync(builtFile);
  if (!inputs.some((path) => isNewer(path, mtimeMs))) return true;
  if (readFileSync(builtFile, "utf8") !== hashOfSources()) return false;
  utimesSync(builtFile, started, started);
  return true;
}

export function hashOfSources() {
  const hash = createHash("sha256");
  for (const path of inputs.flatMap(filesOf)) {
    if (!notInTheProgram.test(path))
      hash.update(`${path}\0`).update(
        createHash("sha256")
          .update(readFileSync(join(root, path)))
          .digest(),
      );
  }
  return hash.digest("hex");
}

/** The name of the program's folder, if it is there. */
export function currentProgram() {
  const name = existsSync(currentFile) ? readFileSync(currentFile, "utf8").trim() : "";
  return name !== "" && existsSync(join(launcherFolder, name, "nanoclaw.dll")) ? name : undefined;
}

/** From now on this program runs. */
export function setCurrent(name, hash, started) {
  replace(currentFile, `${name}\n`);
  replace(builtFile, hash);
  utimesSync(builtFile, started, started);
}

function isNewer(path, time) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined || found.mtimeMs > time) return found !== undefined;
  return found.isDirectory() && readdirSync(join(root, path)).some((name) => !leftOut.has(name) && isNewer(`${path}/${name}`, time));
}

function replace(file, text) {
  const written = `${file}.${process.pid}`;
  writeFileSync(written, text);
  renameSync(written, file);
}

function filesOf(path) {
  let entries;
  try {
    entries = readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOTDIR") return [path];
    if (error.code === "ENOENT") return [];
    throw error;
  }
  return entries
    .filter((it) => !leftOut.has(it.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((it) => (it.isDirectory() ? filesOf(`${path}/${it.name}`) : [`${path}/${it.name}`]));
}
