import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { root } from "./node.mjs";

// The stamp lies in node_modules, which npm ci empties first: an installation that broke off leaves none, and the next one makes it good.
const stamp = join(root, "node_modules", ".installed");
const lock = join(root, "obj", "npm-ci.lock");

mkdirSync(join(root, "obj"), { recursive: true });
await takeLock();
try {
  process.exitCode = isCurrent() ? 0 : install();
} finally {
  rmSync(lock, { force: true });
}

function install() {
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (npm.error) console.error(`npm could not be started: ${npm.error.message}`);
  if (npm.status === 0) writeFileSync(stamp, "");
  return npm.status ?? 1;
}

function isCurrent() {
  const installed = modified(stamp);
  return ["package.json", "package-lock.json", ".npmrc"].every((name) => modified(join(root, name)) <= installed);
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

/** Two builds at once must not install over each other; one whose holder is gone is nobody's. */
async function takeLock() {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (!isHeld()) rmSync(lock, { force: true });
    await setTimeout(100 + Math.random() * 100);
  }
}

function isHeld() {
  // Just made and still empty: its holder is about to write its id.
  if (Date.now() - modified(lock) < 2000) return true;
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
