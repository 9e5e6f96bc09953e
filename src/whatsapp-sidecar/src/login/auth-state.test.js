// @ts-check
import assert from "node:assert/strict";
import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { BufferJSON, initAuthCreds, proto, useMultiFileAuthState } from "@whiskeysockets/baileys";
import { testFolder } from "../testing/folder.js";
import { AuthState, BrokenLoginError } from "./auth-state.js";

/** @type {any} */
const account = { details: Buffer.from("details") };

test("A login that v1 made with Baileys' own files is taken over", async (context) => {
  const folder = join(await testFolder(context), "auth");
  const v1 = await useMultiFileAuthState(folder);
  Object.assign(v1.state.creds, { me: { id: "1:3@s.whatsapp.net" }, account });
  await v1.saveCreds();
  const syncKey = proto.Message.AppStateSyncKeyData.fromObject({ keyData: Buffer.from("k"), timestamp: 1 });
  await v1.state.keys.set({
    session: { "1:3.0": Buffer.from("s") },
    "sender-key": { "1@g.us::2::0": Buffer.from("g") },
    "app-state-sync-key": { "AAAA/B": syncKey },
  });

  const auth = await AuthState.open(folder);
  assert.ok(auth.isLoggedIn);
  assert.deepEqual(auth.creds, JSON.parse(JSON.stringify(v1.state.creds, BufferJSON.replacer), BufferJSON.reviver));
  assert.deepEqual(await auth.keys.get("session", ["1:3.0", "absent"]), { "1:3.0": Buffer.from("s"), absent: null });
  assert.deepEqual(await auth.keys.get("sender-key", ["1@g.us::2::0"]), { "1@g.us::2::0": Buffer.from("g") });
  assert.deepEqual((await auth.keys.get("app-state-sync-key", ["AAAA/B"]))["AAAA/B"], syncKey);
});

test("What is written here is read by v1 as well", async (context) => {
  const folder = join(await testFolder(context), "auth");
  const auth = await AuthState.open(folder);
  Object.assign(auth.creds, { me: { id: "1:3@s.whatsapp.net" }, account });
  await auth.saveCreds();
  await auth.keys.set({ session: { "2.0": Buffer.from("s") }, "pre-key": { 7: /** @type {any} */ ({ public: Buffer.from("p"), private: Buffer.from("q") }) } });
  await auth.keys.set({ "pre-key": { 7: null } });

  const v1 = await useMultiFileAuthState(folder);
  assert.equal(v1.state.creds.me?.id, "1:3@s.whatsapp.net");
  assert.deepEqual(await v1.state.keys.get("session", ["2.0"]), { "2.0": Buffer.from("s") });
  assert.deepEqual((await readdir(folder)).sort(), ["creds.json", "session-2.0.json"]);
});

test("Only the owner can open the login's files", { skip: process.platform === "win32" }, async (context) => {
  const folder = join(await testFolder(context), "auth");
  await mkdir(folder, { mode: 0o755 });
  const auth = await AuthState.open(folder);
  Object.assign(auth.creds, { account });
  await auth.saveCreds();
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.equal((await stat(join(folder, "creds.json"))).mode & 0o777, 0o600);
});

test("Of many writes of a file at once the last stays, and it is whole", async (context) => {
  const folder = join(await testFolder(context), "auth");
  const auth = await AuthState.open(folder);
  await Promise.all(Array.from({ length: 50 }, (_, number) => auth.keys.set({ session: { a: Buffer.from(`${number}`.repeat(1 + (50 - number) * 100)) } })));
  assert.deepEqual(await auth.keys.get("session", ["a"]), { a: Buffer.from("49".repeat(101)) });
  assert.deepEqual(await readdir(folder), ["session-a.json"]);
});

test("What is written is as it was when it was handed over", async (context) => {
  const auth = await AuthState.open(join(await testFolder(context), "auth"));
  const record = /** @type {any} */ ({ chain: 1 });
  const writing = auth.keys.set({ session: { a: record } });
  record.chain = 2;
  await writing;
  assert.deepEqual(await auth.keys.get("session", ["a"]), { a: { chain: 1 } });
});

test("A damaged login is named with the cure, and nothing is written over it", async (context) => {
  const folder = join(await testFolder(context), "auth");
  await mkdir(folder);
  await writeFile(join(folder, "creds.json"), '{"me":');
  await assert.rejects(AuthState.open(folder), (error) => error instanceof BrokenLoginError && /move it away and run 'nanoclaw whatsapp login'/.test(error.message));
  assert.equal(await readFile(join(folder, "creds.json"), "utf8"), '{"me":');
});

test("Damaged keys of chats are named, each", async (context) => {
  const folder = join(await testFolder(context), "auth");
  await mkdir(folder);
  await writeFile(join(folder, "creds.json"), JSON.stringify({ ...initAuthCreds(), account }, BufferJSON.replacer));
  await writeFile(join(folder, "session-1.0.json"), "");
  await writeFile(join(folder, "session-2.0.json"), "nul");
  await assert.rejects(AuthState.open(folder), /session-1\.0\.json.*session-2\.0\.json.*Move them away/);
});

test("A login that WhatsApp has not confirmed is not kept", async (context) => {
  const folder = join(await testFolder(context), "auth");
  const auth = await AuthState.open(folder);
  Object.assign(auth.creds, { me: { id: "1@s.whatsapp.net" }, pairingCode: "ABCD1234" });
  await auth.saveCreds();
  assert.deepEqual(await readdir(folder), []);
});

test("A removed login leaves none of its files", async (context) => {
  const folder = join(await testFolder(context), "auth");
  const auth = await AuthState.open(folder);
  Object.assign(auth.creds, { account });
  await auth.saveCreds();
  await auth.keys.set({ session: { a: Buffer.from("s") } });
  await auth.remove();
  assert.deepEqual(await readdir(folder), []);
  assert.ok(!auth.isLoggedIn);
});
