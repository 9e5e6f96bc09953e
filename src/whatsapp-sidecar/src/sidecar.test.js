// @ts-check
import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import test from "node:test";
import { eventually, testFolder } from "./testing/folder.js";
import { exitCode } from "./exit-code.js";
import { Sidecar, ordinaryTimings } from "./sidecar.js";

const never = async () => new Promise(() => {});

test("Lines that are no command are answered, and the next is heard", async () => {
  const { events, write, ended } = run();
  write("{\n");
  write(`${"x".repeat(2 * 1024 * 1024)}\n`);
  write('{"type":"send","id":"a","jid":"1@g.us"}\n');
  write('{"type":"groups"}\n');
  write('{"type":"stop"}\n');

  assert.equal(await ended, exitCode.done);
  assert.deepEqual(events.map(({ type, code, id }) => ({ type, code, id })), [
    { type: "error", code: "bad_line", id: undefined },
    { type: "error", code: "bad_line", id: undefined },
    { type: "error", code: "bad_line", id: "a" },
    { type: "error", code: "not_started", id: undefined },
  ]);
});

test("It ends when its input ends, and gives the login back", async (context) => {
  const store = await testFolder(context);
  const { input, write, ended } = run();
  write(`${JSON.stringify({ type: "start", protocol: 1, mode: "login", store })}\n`);
  await eventually(async () => (await readdir(join(store, "whatsapp")).catch(() => /** @type {string[]} */ ([]))).includes("lock"));
  input.end();

  assert.equal(await ended, exitCode.done);
  assert.ok(!(await readdir(join(store, "whatsapp"))).includes("lock"));
});

test("Another version of the protocol is refused in words", async () => {
  const { events, write } = run();
  write('{"type":"start","protocol":2,"mode":"run","store":"/nowhere"}\n');
  const error = await eventually(() => events[0]);
  assert.deepEqual(error, { type: "error", code: "bad_start", message: "This sidecar speaks version 1 of the protocol." });
});

test("Without a login it says so, and keeps what is there", async (context) => {
  const store = await testFolder(context);
  const { events, write, ended } = run();
  write(`${JSON.stringify({ type: "start", protocol: 1, mode: "run", store })}\n`);
  assert.equal(await ended, exitCode.loggedOut);
  assert.deepEqual(events, [{ type: "logged_out", reason: "There is no WhatsApp login in this store." }]);
});

test("A damaged login ends it with the cure", async (context) => {
  const store = await testFolder(context);
  await mkdir(join(store, "auth"));
  await writeFile(join(store, "auth", "creds.json"), "");
  const { events, write, ended } = run();
  write(`${JSON.stringify({ type: "start", protocol: 1, mode: "run", store })}\n`);
  assert.equal(await ended, exitCode.brokenStore);
  assert.equal(events[0].code, "broken_store");
  assert.match(events[0].message, /move it away and run 'nanoclaw whatsapp login'/);
});

function run() {
  /** @type {any[]} */
  const events = [];
  const input = new PassThrough();
  const ended = new Sidecar(/** @type {any} */ (never), (event) => events.push(event), { ...ordinaryTimings, lockMs: 100 }).run(input);
  return { events, input, ended, write: (/** @type {string} */ text) => void input.write(text) };
}
