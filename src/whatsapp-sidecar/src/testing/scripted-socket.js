// @ts-check
import { EventEmitter } from "node:events";
import { connect } from "node:net";
import { BufferJSON, proto } from "@whiskeysockets/baileys";
import { readLines } from "../protocol/lines.js";

/**
 * A socket in the place of Baileys' that does what a test's WhatsApp tells it over a TCP connection, JSON lines both
 * ways. It keeps to Baileys' order: a frame, its decryption, the receipt, and only then `messages.upsert`.
 * @param {number} port
 * @returns {import("../connection/socket.js").OpenSocket}
 */
export function openScripted(port) {
  return async ({ auth, beforeReceipt, findSentText }) => {
    const line = connect({ port, host: "127.0.0.1" });
    const ev = new EventEmitter();
    const ws = new EventEmitter();
    /** @type {Map<string, (answer: any) => void>} */
    const asked = new Map();
    let number = 0;
    let isOpen = true;
    let received = Promise.resolve();
    /** @param {Record<string, unknown>} value */
    const tell = (value) => line.write(`${JSON.stringify(value)}\n`);
    /** @param {Record<string, unknown>} question */
    const ask = (question) => new Promise((resolve, reject) => {
      const ask = String(++number);
      asked.set(ask, (answer) => (answer.error ? reject(Object.assign(new Error(answer.error.text), { data: answer.error.code })) : resolve(answer.value)));
      tell({ ...question, ask });
    });
    const { creds } = auth;
    const repository = beforeReceipt.wrap(
      {
        decryptMessage: async ({ ciphertext }) => ciphertext,
        decryptGroupMessage: async ({ msg }) => msg,
      },
      { transaction: (/** @type {() => Promise<any>} */ work) => work() },
      creds,
    );
    ev.on("creds.update", (update) => Object.assign(creds, update));

    /** @param {any} told */
    const receive = async ({ attrs, message, offline }) => {
      const content = Buffer.concat([proto.Message.encode(proto.Message.fromObject(message)).finish(), Buffer.from([1])]);
      const node = { tag: "message", attrs, content: [{ tag: "enc", attrs: { type: attrs.participant ? "skmsg" : "msg", v: "2" }, content }] };
      ws.emit("frame", node);
      if (attrs.participant) await repository.decryptGroupMessage({ group: attrs.from, authorJid: attrs.participant, msg: content });
      else await repository.decryptMessage({ jid: attrs.from, type: "msg", ciphertext: content });
      tell({ type: "receipt", id: attrs.id });
      const key = { remoteJid: attrs.recipient ?? attrs.from, id: attrs.id, fromMe: Boolean(attrs.recipient), participant: attrs.participant };
      ev.emit("messages.upsert", { type: offline ? "append" : "notify", messages: [{ key, message, messageTimestamp: Number(attrs.t), pushName: attrs.notify }] });
    };

    /** @param {unknown} error */
    const close = (error) => {
      if (!isOpen) return;
      isOpen = false;
      line.destroy();
      for (const answer of asked.values()) answer({ error: { text: "Connection Closed" } });
      ev.emit("connection.update", { connection: "close", lastDisconnect: { error, date: new Date() } });
    };

    /** @param {any} told */
    const follow = async (told) => {
      switch (told.type) {
        case "connected":
          return void ev.emit("connection.update", { connection: "open" });
        case "qr":
          return void ev.emit("connection.update", { qr: told.data });
        case "paired":
          ev.emit("creds.update", { me: told.me, account: { details: "", accountSignatureKey: "", accountSignature: "", deviceSignature: "" } });
          ev.emit("connection.update", { isNewLogin: true });
          return;
        case "message":
          received = received.then(() => receive(told)).catch((error) => void tell({ type: "not received", reason: String(error) }));
          return;
        case "ack":
          return void ws.emit("CB:ack,class:message", { tag: "ack", attrs: { id: told.id, class: "message", ...(told.error ? { error: String(told.error) } : {}) } });
        case "answer":
          return asked.get(told.ask)?.(told);
        case "asked again":
          return tell({ type: "sent again", id: told.id, text: await findSentText(told.id) });
        case "emit":
          return void ev.emit(told.event, told.data);
        case "close":
          return close(Object.assign(new Error("closed"), { output: { statusCode: told.code } }));
      }
    };

    line.on("error", () => {});
    line.on("close", () => close(Object.assign(new Error("closed"), { output: { statusCode: 428 } })));
    void (async () => {
      for await (const read of readLines(line)) if ("text" in read) await follow(JSON.parse(read.text, BufferJSON.reviver));
    })().catch(() => close(undefined));
    tell({ type: "open", me: creds.me?.id ?? null });

    return /** @type {import("../connection/socket.js").Socket} */ (/** @type {unknown} */ ({
      ev,
      ws,
      signalRepository: { lidMapping: { getPNForLID: (/** @type {string} */ lid) => ask({ type: "phone of", lid }) } },
      sendMessage: async (/** @type {string} */ jid, /** @type {{ text: string }} */ { text }, /** @type {{ messageId: string }} */ { messageId }) => {
        if (!isOpen) throw new Error("Connection Closed");
        await ask({ type: "text", jid, text, id: messageId });
      },
      sendPresenceUpdate: async (/** @type {string} */ presence, /** @type {string} */ jid) => void tell({ type: "presence", presence, jid }),
      groupFetchAllParticipating: () => ask({ type: "groups" }),
      requestPairingCode: (/** @type {string} */ phone) => {
        creds.pairingCode = "ABCD1234";
        return ask({ type: "pair", phone });
      },
      logout: async () => {
        tell({ type: "logout" });
        close(Object.assign(new Error("Intentional Logout"), { output: { statusCode: 401 } }));
      },
      end: (/** @type {unknown} */ error) => close(error),
    }));
  };
}
