// @ts-check
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { testFolder } from "../testing/folder.js";
import { birthOf } from "./birth.js";
import { LoginInUseError, takeLock } from "./lock.js";

test("The lock of a process that is gone is taken, though another has its number now", { skip: process.platform === "win32" }, async (context) => {
  const path = join(await testFolder(context), "lock");
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
  context.after(() => other.kill("SIGKILL"));
  await writeFile(path, `${other.pid} before the power cut`);
  await (await takeLock(path, 0))();

  await writeFile(path, `${other.pid} ${await birthOf(other.pid ?? 0)}`);
  await assert.rejects(takeLock(path, 0), LoginInUseError);
});

test("A login in use is refused, and free once its process has ended", async (context) => {
  const path = join(await testFolder(context), "lock");
  const holder = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
  await writeFile(path, String(holder.pid));
  await assert.rejects(takeLock(path, 100), (error) => error instanceof LoginInUseError && error.message.includes(`process ${holder.pid}`));

  const taking = takeLock(path, 30_000);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const giveBack = await taking;
  await giveBack();
  await (await takeLock(path, 0))();
});
