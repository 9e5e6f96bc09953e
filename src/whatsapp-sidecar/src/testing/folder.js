// @ts-check
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder that is gone after the test.
 * @param {import("node:test").TestContext} test
 */
export async function testFolder(test) {
  const folder = await mkdtemp(join(tmpdir(), "nanoclaw-whatsapp-"));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Waits for a condition, not for a time; the time is only when to give up.
 * @template T
 * @param {() => T | Promise<T>} condition
 * @returns {Promise<NonNullable<T>>}
 */
export async function eventually(condition) {
  for (let until = Date.now() + 30_000; Date.now() < until; ) {
    const found = await condition();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error("The condition did not come true.");
}
