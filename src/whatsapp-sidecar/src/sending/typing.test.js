// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { Typing } from "./typing.js";

const chat = "15550002222@s.whatsapp.net";

test("Typing is shown again and again until it ends, and the account goes offline with the last chat", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval", "Date"] });
  const { typing, shown } = start();
  await typing.set(chat, true);
  await typing.set("1@g.us", true);
  context.mock.timers.tick(10_000);
  await typing.set(chat, false);
  await typing.set("1@g.us", false);
  context.mock.timers.tick(60_000);

  assert.deepEqual(shown, [
    "available", `composing ${chat}`, "composing 1@g.us", `composing ${chat}`, "composing 1@g.us",
    `paused ${chat}`, "paused 1@g.us", "unavailable",
  ]);
});

test("A run that never says that it ended does not type for ever", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval", "Date"] });
  const { typing, shown } = start();
  await typing.set(chat, true);
  for (let seconds = 0; seconds < 1200; seconds += 10) context.mock.timers.tick(10_000);
  await typing.set("1@g.us", false);

  assert.deepEqual(shown.slice(-2), [`paused ${chat}`, "unavailable"]);
  assert.ok(shown.length < 70);
});

test("A connection that fails while typing is shown is of no consequence", async () => {
  const typing = new Typing();
  typing.attach(/** @type {any} */ ({ sendPresenceUpdate: async () => { throw new Error("Connection Closed"); } }));
  await typing.set(chat, true);
  typing.detach();
  await typing.set(chat, false);
});

function start() {
  /** @type {string[]} */
  const shown = [];
  const typing = new Typing();
  typing.attach(/** @type {any} */ ({
    sendPresenceUpdate: async (/** @type {string} */ presence, /** @type {string} */ jid) => void shown.push(jid ? `${presence} ${jid}` : presence),
  }));
  return { typing, shown };
}
