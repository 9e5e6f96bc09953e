import { spawn, spawnSync } from "node:child_process";

const isWindows = process.platform === "win32";

/**
 * Starts npm in a folder. `ended` tells how it ended and what it said on its standard error, which is passed on as it comes
 * unless `isQuiet`; `end()` ends it and all that it started.
 */
export function npm(folder, args, isQuiet = false) {
  const child = spawn("npm", args, { cwd: folder, stdio: ["ignore", isQuiet ? "pipe" : "ignore", "pipe"], shell: isWindows, detached: !isWindows });
  let error = "";
  let output = "";
  child.stdout?.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => {
    error += data;
    if (!isQuiet) process.stderr.write(data);
  });
  const end = () => {
    if (isWindows) spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    else if (child.pid !== undefined) killGroup(child.pid);
  };
  // Its group is its own, so that it can be ended whole; so it has to be ended with this process.
  const onSignal = (signal) => {
    end();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  const ended = new Promise((resolve) => {
    child.on("error", (problem) => resolve({ code: -1, error: `npm could not be started: ${problem.message}`, output }));
    child.on("close", (code) => resolve({ code: code ?? -1, error, output }));
  }).finally(() => process.off("SIGINT", onSignal).off("SIGTERM", onSignal));
  return { ended, end };
}

function killGroup(id) {
  try {
    process.kill(-id, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
