import { spawn, spawnSync } from "node:child_process";

const isWindows = process.platform === "win32";

/** The exit code where there is no npm. */
export const notStarted = -1;

/**
 * Starts npm in a folder. `ended` tells how it ended and what it said on its standard error, which is passed on as it comes
 * unless `isQuiet`; `end()` ends it and all that it started.
 */
export function npm(folder, args, isQuiet = false) {
  let child;
  const end = () => {
    if (child?.pid === undefined) return;
    if (isWindows) spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    else killGroup(child.pid);
  };
  // Its group is its own, so that it can be ended whole; so it has to be ended with this process.
  process.on("exit", end);
  child = spawn("npm", args, { cwd: folder, stdio: ["ignore", isQuiet ? "pipe" : "ignore", "pipe"], shell: isWindows, detached: !isWindows });
  let error = "";
  let output = "";
  child.stdout?.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => {
    error += data;
    if (!isQuiet) process.stderr.write(data);
  });
  const ended = new Promise((resolve) => {
    child.on("error", () => resolve({ code: notStarted, error, output }));
    child.on("close", (code) => resolve({ code: code ?? 1, error, output }));
  }).finally(() => process.off("exit", end));
  return { ended, end };
}

function killGroup(id) {
  try {
    process.kill(-id, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
