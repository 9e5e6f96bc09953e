import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { launcherFolder } from "./places.mjs";

/** Removes the programs of earlier builds that nobody runs any more. */
export function removeOthers(kept) {
  const others = readdirSync(launcherFolder).filter((name) => name.startsWith("program-") && !kept.includes(name));
  if (others.length === 0) return;
  const running = commandLines();
  for (const name of others) {
    if (running === undefined ? isFree(name) : !running.includes(`${join(launcherFolder, name)}/`)) {
      rmSync(join(launcherFolder, name), { recursive: true, force: true });
    }
  }
}

/** How all processes were started, or nothing where that cannot be had. */
function commandLines() {
  if (process.platform === "win32") return undefined;
  if (process.platform === "linux")
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(commandLine)
      .join("\n");
  const ps = spawnSync("ps", ["-A", "-ww", "-o", "args="], { encoding: "utf8" });
  return ps.status === 0 ? ps.stdout : undefined;
}

function commandLine(id) {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Windows renames no folder of which a file is in use; elsewhere nothing tells, and it stays. */
function isFree(name) {
  if (process.platform !== "win32") return false;
  try {
    renameSync(join(launcherFolder, name), join(launcherFolder, `${name}.old`));
    renameSync(join(launcherFolder, `${name}.old`), join(launcherFolder, name));
    return true;
  } catch {
    return false;
  }
}
