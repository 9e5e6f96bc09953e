// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import "../quiet.js";
import { makeDevice, plaintextOf } from "../testing/signal-device.js";
import { BeforeReceipt } from "./before-receipt.js";

const ann = "15550002222@s.whatsapp.net";

test("A message that could not be kept decrypts again when WhatsApp delivers it again", async () => {
  const me = makeDevice("15550001111:3@s.whatsapp.net");
  const annsPhone = makeDevice(ann);
  await annsPhone.meet(me);
  /** @type {string[]} */
  const kept = [];
  let isDiskFull = true;
  const beforeReceipt = new BeforeReceipt(async ({ message }) => {
    if (isDiskFull) throw new Error("no space left on device");
    kept.push(message?.conversation ?? "");
  });
  const repository = beforeReceipt.wrap(me.repository, me.keys, me.creds);
  const sent = [await annsPhone.encrypt(me.jid, plaintextOf("one")), await annsPhone.encrypt(me.jid, plaintextOf("two"))];
  const receive = async (/** @type {{ type: any, ciphertext: Uint8Array }} */ { type, ciphertext }) => {
    const content = Buffer.from(ciphertext);
    beforeReceipt.note({ tag: "message", attrs: { from: ann, id: "3A1", t: "1782907200" }, content: [{ tag: "enc", attrs: {}, content }] });
    return repository.decryptMessage({ jid: ann, type, ciphertext: content });
  };

  for (const message of sent) await assert.rejects(receive(message), /no space/);
  isDiskFull = false;
  for (const message of sent) await receive(message);
  assert.deepEqual(kept, ["one", "two"]);

  // Without that, the keys would have moved on: the same message decrypts once only.
  await assert.rejects(receive(/** @type {any} */ (sent[1])), /Key used already/);
});
