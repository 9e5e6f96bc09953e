// @ts-check
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import test from "node:test";
import { fileURLToPath } from "node:url";

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  test(`A ${signal} is for the host: the sidecar hears it out, and ends with its input`, { skip: process.platform === "win32" }, async (context) => {
    const sidecar = spawn(process.execPath, [fileURLToPath(new URL("main.js", import.meta.url))], { stdio: ["pipe", "pipe", "ignore"] });
    context.after(() => sidecar.kill("SIGKILL"));
    const ended = once(sidecar, "exit");
    const lines = createInterface({ input: sidecar.stdout })[Symbol.asyncIterator]();
    assert.equal(JSON.parse((await lines.next()).value).type, "hello");

    sidecar.kill(signal);
    sidecar.stdin.write('{"type":"groups"}\n');
    assert.equal(JSON.parse((await lines.next()).value ?? "{}").code, "not_started");
    sidecar.stdin.end();
    assert.deepEqual(await ended, [0, null]);
  });
}
