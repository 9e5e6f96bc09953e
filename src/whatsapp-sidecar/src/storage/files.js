// @ts-check
import { randomUUID } from "node:crypto";
import { chmod, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

const ownFile = 0o600;
const ownFolder = 0o700;
const unfinished = ".unfinished";

/**
 * A folder that only its owner can open, without what an interrupted write left.
 * @param {string} folder
 */
export async function openFolder(folder) {
  await mkdir(folder, { recursive: true, mode: ownFolder });
  await chmod(folder, ownFolder);
  const names = await readdir(folder);
  await Promise.all(names.filter((name) => name.endsWith(unfinished)).map((name) => rm(join(folder, name), { force: true })));
}

/**
 * Replaces a file as a whole: whenever the machine stops, there is the old one or the new one. When this returns, the
 * new one outlives a power cut.
 * @param {string} path
 * @param {string} text
 */
export async function writeDurably(path, text) {
  await writeWhole(path, text, { sync: true });
  await syncFolder(dirname(path));
}

/**
 * Replaces a file as a whole, for what may be lost in a power cut but must not be torn.
 * @param {string} path
 * @param {string} text
 * @param {{ sync: boolean }} [options] `sync`: the contents are on the disk before the file has its name
 */
export async function writeWhole(path, text, { sync } = { sync: false }) {
  const temporary = `${path}.${randomUUID()}${unfinished}`;
  try {
    const file = await open(temporary, "wx", ownFile);
    try {
      await file.writeFile(text);
      if (sync) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * A rename lasts only once its folder is written; Windows has no such call and needs none.
 * @param {string} folder
 */
export async function syncFolder(folder) {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * @param {unknown} error
 * @returns {error is NodeJS.ErrnoException}
 */
export function isMissing(error) {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
