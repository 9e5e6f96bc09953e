import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildFolder, logFile, root } from "./places.mjs";

const isWindows = process.platform === "win32";
const tailLines = 15;
const worker = join(root, "src", "moltworker");
const npmFailureFile = join(worker, "obj", "npm-failure.txt");

/** Runs the build; the whole log is kept. Returns what went wrong. */
export async function compile(progress) {
  const log = createWriteStream(logFile);
  const last = [];
  const errors = new Set();
  const children = [];
  // Before there is anything to end: a signal may come at once.
  const endWithMe = (signal) => {
    children.forEach(endGroup);
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.on("SIGINT", endWithMe).on("SIGTERM", endWithMe).on("SIGHUP", endWithMe);
  const fetching = fetchWorkerPackages();
  children.push(fetching);
  const child = spawn("dotnet", arguments_(), {
    cwd: root,
    // Words that progress is read from. A compiler's server may stay, as after any build; nodes of MSBuild may not.
    env: { ...process.env, DOTNET_CLI_UI_LANGUAGE: "en", DOTNET_NOLOGO: "1", DOTNET_CLI_TELEMETRY_OPTOUT: "1", MSBUILDDISABLENODEREUSE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: !isWindows,
  });
  children.push(child);
  progress.doing("restoring packages");
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`);
      last.push(line);
      if (last.length > tailLines) last.shift();
      const error = / error (\w+): (.*?)(?: \[[^\]]*\])?$/.exec(line);
      if (error) errors.add(error[1].startsWith("NANOCLAW") ? error[2] : line.trim());
      tell(progress, line);
    });
  }

  let outOfReach;
  const code = await new Promise((resolve) => {
    child.on("error", () => resolve(-1));
    fetching.on("exit", (exitCode) => {
      // The build would find it out for itself, only later.
      if (exitCode !== 1 || !existsSync(npmFailureFile)) return;
      outOfReach = readFileSync(npmFailureFile, "utf8");
      endGroup(child);
    });
    // Not "close", since a compiler's server may keep the pipe open; but all that is in the pipe is read before the second of these.
    child.on("exit", (exitCode) => setTimeout(() => setImmediate(() => resolve(exitCode ?? -1)), 50));
  });
  process.off("SIGINT", endWithMe).off("SIGTERM", endWithMe).off("SIGHUP", endWithMe);
  child.stdout.destroy();
  child.stderr.destroy();
  children.forEach(endGroup);
  await new Promise((resolve) => log.end(resolve));
  if (outOfReach !== undefined) return outOfReach;
  return code === 0 ? undefined : failure(code, [...errors], last);
}

function arguments_() {
  return [
    "build",
    join(root, "src", "NanoClaw.Cli", "NanoClaw.Cli.csproj"),
    "--configuration",
    "Release",
    "--artifacts-path",
    buildFolder,
    "-p:NanoClawLauncher=true",
    "--nologo",
    "-v:minimal",
    "-tl:off",
    "-nodeReuse:false",
  ];
}

/** The largest download goes beside the restore; the build waits for it where it needs it. */
function fetchWorkerPackages() {
  const script = join(root, "eng", "npm", "install.mjs");
  return spawn(process.execPath, [script, worker, "production"], { stdio: "ignore", detached: !isWindows }).on("error", () => {});
}

function tell(progress, line) {
  const built = /^\s*([\w.]+) -> /.exec(line);
  const fetched = /^\s*npm: installing the packages of (.*) \(once\)/.exec(line);
  if (/Determining projects to restore/.test(line)) progress.doing("restoring packages");
  else if (fetched) progress.doing(`installing the npm packages of ${fetched[1].replace(root, "").replace(/^[\\/]|[\\/]$/g, "")}`);
  else if (built) {
    progress.step(built[1]);
    progress.doing("building");
  }
}

function failure(code, errors, last) {
  const said = errors.length > 0 ? errors.slice(0, 5) : last;
  return `the build failed (exit code ${code}):\n  ${said.join("\n  ")}\nThe whole log is in ${logFile}. When the cause is gone, start it again.`;
}

function endGroup(child) {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (isWindows) spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
  else {
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
}
