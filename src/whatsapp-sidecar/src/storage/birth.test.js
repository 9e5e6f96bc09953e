// @ts-check
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import test from "node:test";
import { setTimeout } from "node:timers/promises";
import { birthOf } from "./birth.js";

for (const platform of /** @type {const} */ (["linux", "darwin"])) {
  test(`A process is told from another by when it began, on ${platform}`, { skip: process.platform === "win32" || (platform === "linux" && process.platform !== "linux") }, async (context) => {
    // ps tells seconds.
    await setTimeout(1100);
    const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
    context.after(() => other.kill("SIGKILL"));
    const mine = await birthOf(process.pid, platform);
    assert.notEqual(mine, "");
    assert.equal(await birthOf(process.pid, platform), mine);
    assert.notEqual(await birthOf(other.pid ?? 0, platform), mine);
  });
}
