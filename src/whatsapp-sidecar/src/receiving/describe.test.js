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
  assert.deepEqual(event?.replyTo, { id: messageIdOf("run-1:0"), text: "Andy: shall I?", sender: "15550001111@s.whatsapp.net", senderName: "Andy's phone", fromMe: true, ours: true });
  assert.equal(event?.mentionsMe, true);
});

test("A message that was passed on is known as such", async () => {
  /** @param {boolean} isForwarded */
  const told = async (isForwarded) =>
    (await describe(message({ id: "3A1" }, { extendedTextMessage: { text: "yes 7F", contextInfo: { isForwarded } } }), me, findPhone, () => undefined))?.forwarded;
  assert.equal(await told(true), true);
  assert.equal(await told(false), undefined);
});

for (const text of ["@15550001111 hi", "hi @+15550001111", "@990000000000001, hi"]) {
  test(`A number typed by hand is a mention: ${text}`, async () => {
    assert.equal((await describe(message({ id: "3A1" }, { conversation: text }), me, findPhone, () => undefined))?.mentionsMe, true);
  });
}

for (const text of ["@155500011112 hi", "x@15550001111", "15550001111", "@1555000111", "@"]) {
  test(`Another text is none: ${text}`, async () => {
    assert.equal((await describe(message({ id: "3A1" }, { conversation: text }), me, findPhone, () => undefined))?.mentionsMe, false);
  });
}

/** @type {[Record<string, unknown>, string][]} */
const kinds = [
  [{ listMessage: { title: "Menu", description: "@Andy which?", sections: [{ rows: [{ title: "Tea" }, { title: "Milk" }] }] } }, "Menu: @Andy which? [List: Tea, Milk]"],
  [{ listResponseMessage: { title: "Tea" } }, "Tea [Choice]"],
  [{ buttonsMessage: { contentText: "Now?", buttons: [{ buttonText: { displayText: "Yes" } }, { buttonText: { displayText: "No" } }] } }, "Now? [Buttons: Yes, No]"],
  [{ buttonsResponseMessage: { selectedDisplayText: "Yes" } }, "Yes [Choice]"],
  [{ templateMessage: { hydratedTemplate: { hydratedContentText: "Pay?", hydratedButtons: [{ quickReplyButton: { displayText: "Pay" } }, { urlButton: { displayText: "See" } }] } } }, "Pay? [Template: Pay, See]"],
  [{ templateButtonReplyMessage: { selectedDisplayText: "Pay" } }, "Pay [Choice]"],
  [{ interactiveMessage: { header: { title: "Shop" }, body: { text: "Look" } } }, "Shop: Look [Buttons]"],
  [{ interactiveResponseMessage: { body: { text: "That one" } } }, "That one [Choice]"],
  [{ eventMessage: { name: "Party", description: "Bring cake" } }, "Bring cake [Event: Party]"],
  [{ groupInviteMessage: { groupName: "Choir" } }, "[Invitation: Choir]"],
  [{ pollCreationMessageV3: { name: "When?", options: [{ optionName: "now" }, { optionName: "later" }] } }, "[Poll: When? (now, later)]"],
  [{ pollCreationMessageV4: { message: { pollCreationMessage: { name: "When?", options: [{ optionName: "now" }] } } } }, "[Poll: When? (now)]"],
  [{ pollCreationMessageV5: { name: "Who?", options: [] } }, "[Poll: Who? ()]"],
  [{ ephemeralMessage: { message: { listMessage: { description: "which?" } } } }, "which? [List: ]"],
];
for (const [content, text] of kinds) {
  test(`${Object.keys(content)[0]} is told as ${text}`, async () => {
    assert.equal((await describe(message({ id: "3A1" }, content), me, findPhone, () => undefined))?.text, text);
  });
}

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
