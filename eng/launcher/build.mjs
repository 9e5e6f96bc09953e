import { mkdirSync } from "node:fs";
import { withLock } from "../npm/lock.mjs";
import { launcherFolder, lockFile } from "./places.mjs";
import { findProblem } from "./prerequisites.mjs";
import { isUpToDate } from "./freshness.mjs";
import { makeProgram } from "./program.mjs";
import { Progress } from "./progress.mjs";

// What ./nanoclaw runs where something is newer than the program: the program is as its sources say, or it says why not.
const progress = new Progress(process.stderr);
try {
  mkdirSync(launcherFolder, { recursive: true });
  const isCurrent = await isUpToDate();
  if (!isCurrent) {
    await withLock(lockFile, build, (holder) => progress.line(`another nanoclaw builds here (process ${holder}); waiting for it`));
  }
} catch (error) {
  if (!["EACCES", "EROFS", "ENOSPC", "EPERM"].includes(error.code)) throw error;
  progress.line(`${error.message}. NanoClaw builds into ${launcherFolder}, which has to be yours, with room; NANOCLAW_BUILD=never runs what was built last.`);
  process.exitCode = 1;
}

async function build() {
  // Whom it waited for has built it.
  if (await isUpToDate()) return;
  const problem = findProblem() ?? (await makeProgram(progress));
  if (problem === undefined) return;
  progress.line(problem);
  process.exitCode = 1;
}
