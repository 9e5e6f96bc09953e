// @ts-check
import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { birthOf } from "./birth.js";
import { isMissing } from "./files.js";

// Far longer than its writer takes: it died in between.
const unfinishedMs = 5000;

/** Two programs with one login disconnect each other and spoil its keys. */
export class LoginInUseError extends Error {
  /** @param {number} holder its process id */
  constructor(holder) {
    super(`This WhatsApp login is in use by process ${holder}: end that NanoClaw first.`);
  }
}

/**
 * Takes the lock, or waits until its holder ends: a sidecar whose parent was killed needs a moment to notice.
 * @param {string} path
 * @param {number} patienceMs
 * @returns {Promise<() => Promise<void>>} what gives it back
 */
export async function takeLock(path, patienceMs) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const until = Date.now() + patienceMs;
  for (;;) {
    if (await tryTake(path)) return () => rm(path, { force: true });
    const holder = await holderOf(path);
    if (holder === "gone") {
      await removeStale(path);
    } else if (Date.now() > until) {
      throw new LoginInUseError(typeof holder === "number" ? holder : 0);
    } else {
      await setTimeout(50 + Math.random() * 50);
    }
  }
}

/**
 * One at a time, and after another look: of two that find the same lock, the slower would remove the faster one's own.
 * @param {string} path
 */
async function removeStale(path) {
  const guard = `${path}.taking`;
  if (!(await tryCreate(guard, ""))) {
    const made = await stat(guard).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > unfinishedMs) await rm(guard, { force: true });
    await setTimeout(10);
    return;
  }
  try {
    if ((await holderOf(path)) === "gone") await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** @param {string} path */
async function tryTake(path) {
  return tryCreate(path, `${process.pid} ${await birthOf(process.pid)}`.trimEnd());
}

/**
 * @param {string} path
 * @param {string} text
 */
async function tryCreate(path, text) {
  try {
    const file = await open(path, "wx", 0o600);
    await file.writeFile(text);
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {Promise<number | "gone" | "unknown">}
 */
async function holderOf(path) {
  try {
    const [id, birth] = (await readFile(path, "utf8")).split(/ (.*)/s);
    const pid = Number(id);
    // Still empty: whoever made it is about to write its id, unless it died right there.
    if (!pid) return Date.now() - (await stat(path)).mtimeMs > unfinishedMs ? "gone" : "unknown";
    if (pid === process.pid) return "gone";
    process.kill(pid, 0);
    // After a power cut, and in a container always, the same small numbers are given out again.
    const now = birth ? await birthOf(pid) : "";
    return now && now !== birth ? "gone" : pid;
  } catch (error) {
    if (isMissing(error)) return "unknown";
    return error instanceof Error && "code" in error && error.code === "EPERM" ? "unknown" : "gone";
  }
}
