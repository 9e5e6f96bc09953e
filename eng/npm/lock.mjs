import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Runs what no other process may run meanwhile. A lock whose holder is gone is nobody's. */
export async function withLock(path, action, onWait = () => {}) {
  for (let isFirst = true; !take(path); isFirst = false) {
    if (isFirst) onWait(holder(path));
    if (!isHeld(path)) giveUp(path);
    await setTimeout(100 + Math.random() * 100);
  }
  const release = () => rmSync(path, { force: true });
  process.on("exit", release);
  try {
    return await action();
  } finally {
    process.off("exit", release);
    release();
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

/** Two that find a lock abandoned must not take the new one of the first away: only who has the second lock removes. */
function giveUp(path) {
  const second = `${path}.abandoned`;
  if (!take(second)) {
    if (!isHeld(second)) rmSync(second, { force: true });
    return;
  }
  if (!isHeld(path)) rmSync(path, { force: true });
  rmSync(second, { force: true });
}

function holder(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return 0;
  }
}

function isHeld(path) {
  // Just made and still empty: its holder is about to write its id.
  if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 2000) return true;
  try {
    process.kill(holder(path), 0);
    return holder(path) !== 0;
  } catch (error) {
    return error.code === "EPERM";
  }
}
