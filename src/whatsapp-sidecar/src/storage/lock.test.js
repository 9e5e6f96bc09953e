// @ts-check
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
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

test("Of many that find the lock of a process that is gone, one gets it", async (context) => {
  const folder = await testFolder(context);
  const source = `
    import { createInterface } from "node:readline";
    import { takeLock } from ${JSON.stringify(new URL("lock.js", import.meta.url).href)};
    for await (const path of createInterface({ input: process.stdin })) {
      console.log(await takeLock(path, 0).then(() => "taken", () => "refused"));
    }`;
  const takers = Array.from({ length: 6 }, () => {
    const process_ = spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["pipe", "pipe", "inherit"] });
    context.after(() => process_.kill("SIGKILL"));
    return { process_, lines: createInterface({ input: process_.stdout })[Symbol.asyncIterator]() };
  });
  for (let round = 0; round < 40; round++) {
    const path = join(folder, `lock-${round}`);
    await writeFile(path, "999999999");
    for (const { process_ } of takers) process_.stdin.write(`${path}\n`);
    const outcomes = await Promise.all(takers.map(async ({ lines }) => (await lines.next()).value));
    assert.deepEqual(outcomes.sort(), [...Array(5).fill("refused"), "taken"]);
  }
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
