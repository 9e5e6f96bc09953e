// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { BufferJSON } from "@whiskeysockets/baileys";
import { messageIdOf } from "../sending/message-id.js";
import { describe, keyOf } from "./describe.js";

const me = { id: "15550001111:3@s.whatsapp.net", lid: "990000000000001:3@lid", name: "Andy's phone" };
const names = new Map([["15550003333@s.whatsapp.net", "Bob"]]);
/** @param {string} lid */
const findPhone = async (lid) => (lid === "880000000000005@lid" ? "15550005555:0@s.whatsapp.net" : null);
/** @type {{ what: string, event: string, data: any, stored?: Record<string, unknown> }[]} */
const transcript = JSON.parse(readFileSync(new URL("../testing/transcript.json", import.meta.url), "utf8"), BufferJSON.reviver);

for (const { what, data, stored } of transcript.filter(({ event, what }) => event === "messages.upsert" && !what.includes("second time"))) {
  test(`${what}: ${stored ? "a message" : "none"}`, async () => {
    const event = await describe(data.messages[0], me, findPhone, (jid) => names.get(jid));
    const { key, type, timestamp, ours, mentionsMe, ...told } = event ?? { key: undefined };
    if (!stored) {
      assert.equal(event, undefined);
      return;
    }
    assert.deepEqual(JSON.parse(JSON.stringify(told)), stored);
    assert.equal(timestamp, data.messages[0].messageTimestamp * 1000);
    assert.equal(ours, false);
    assert.equal(key, keyOf(data.messages[0].key));
  });
}

test("A text of NanoClaw is known by its id, and not by what it says", async () => {
  const ours = message({ id: messageIdOf("run-1:0"), fromMe: true }, { conversation: "hello" });
  assert.equal((await describe(ours, me, findPhone, () => undefined))?.ours, true);
  const theirs = message({ id: messageIdOf("run-1:0"), fromMe: false }, { conversation: "Andy: hello" });
  assert.equal((await describe(theirs, me, findPhone, () => undefined))?.ours, false);
});

test("An answer to a text of NanoClaw, and a mention of it, are known as such", async () => {
  const contextInfo = { stanzaId: messageIdOf("run-1:0"), participant: "990000000000001@lid", quotedMessage: { conversation: "Andy: shall I?" }, mentionedJid: ["990000000000001@lid"] };
  const event = await describe(message({ id: "3A1" }, { extendedTextMessage: { text: "yes @990000000000001", contextInfo } }), me, findPhone, () => undefined);
  assert.deepEqual(event?.replyTo, { id: messageIdOf("run-1:0"), text: "Andy: shall I?", senderName: "Andy's phone", ours: true });
  assert.equal(event?.mentionsMe, true);
});

test("A message that was passed on is known as such", async () => {
  /** @param {boolean} isForwarded */
  const told = async (isForwarded) =>
    (await describe(message({ id: "3A1" }, { extendedTextMessage: { text: "yes 7F", contextInfo: { isForwarded } } }), me, findPhone, () => undefined))?.forwarded;
  assert.equal(await told(true), true);
  assert.equal(await told(false), undefined);
});

test("No key of a photo or file is in what is kept", async () => {
  for (const { data } of transcript.filter(({ event }) => event === "messages.upsert")) {
    assert.doesNotMatch(JSON.stringify((await describe(data.messages[0], me, findPhone, () => undefined)) ?? {}), /c2VjcmV0|mmg\.whatsapp/);
  }
});

/**
 * @param {Record<string, unknown>} key
 * @param {Record<string, unknown>} content
 * @returns {any}
 */
function message(key, content) {
  return { key: { remoteJid: "15550002222@s.whatsapp.net", ...key }, message: content, messageTimestamp: 1782907200 };
}
