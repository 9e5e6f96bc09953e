import { cpSync, existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compile } from "./compile.mjs";
import { currentProgram, hashOfSources, setCurrent } from "./freshness.mjs";
import { buildFolder, launcherFolder } from "./places.mjs";
import { removeOthers } from "./removal.mjs";

/** Builds the program into a folder of its own, and makes it the current one. Returns what went wrong. */
export async function makeProgram(progress) {
  const started = new Date();
  const hash = hashOfSources();
  const name = `program-${hash.slice(0, 16)}`;
  const before = currentProgram();
  if (!existsSync(join(launcherFolder, name, "nanoclaw.dll"))) {
    progress.begin(before === undefined ? "building NanoClaw, about a minute this first time" : "building NanoClaw, whose sources have changed");
    const problem = await compile(progress);
    progress.end();
    if (problem !== undefined) return problem;
    if (hashOfSources() !== hash) return "the sources changed while they were built. Start it again.";
    keep(name);
    progress.step("ready");
  }

  // Files that the build itself wrote beside the sources are newer than its beginning, and no change.
  setCurrent(name, hash, hashOfSources() === hash ? new Date() : started);
  removeOthers([name, before]);
  return undefined;
}

/** Whole or not at all: what has this name can be run. */
function keep(name) {
  const half = join(launcherFolder, `${name}.${process.pid}`);
  cpSync(join(buildFolder, "bin", "NanoClaw.Cli", "release"), half, { recursive: true });
  rmSync(join(launcherFolder, name), { recursive: true, force: true });
  renameSync(half, join(launcherFolder, name));
}
