// @ts-check
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import test from "node:test";
import { messageIdOf } from "./message-id.js";
import { Outgoing } from "./outgoing.js";

const chat = "15550002222@s.whatsapp.net";
const command = { id: "run-1:0", jid: chat, text: "see https://example.com" };

test("A text is sent once WhatsApp's server has confirmed it, not when it is written", async () => {
  const { outgoing, ws, sent } = start();
  const sending = outgoing.send(command);
  let isDone = false;
  void sending.then(() => (isDone = true));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(sent, [{ jid: chat, content: { text: command.text, linkPreview: null }, options: { messageId: messageIdOf("run-1:0") } }]);
  assert.ok(!isDone);

  ack(ws, messageIdOf("another"));
  ack(ws, messageIdOf("run-1:0"));
  assert.deepEqual(await sending, { ok: true });
});

test("A text asked for twice at once is sent once", async () => {
  const { outgoing, ws, sent } = start();
  const both = [outgoing.send(command), outgoing.send(command)];
  await new Promise((resolve) => setImmediate(resolve));
  ack(ws, messageIdOf("run-1:0"));

  assert.deepEqual(await Promise.all(both), [{ ok: true }, { ok: true }]);
  assert.equal(sent.length, 1);
});

for (const [data, permanent] of /** @type {const} */ ([[403, true], [404, true], [429, false], [500, false], [undefined, false]])) {
  test(`An error ${data} of a query before the text makes it ${permanent ? "refused" : "wait"}`, async () => {
    const { outgoing } = start(async () => { throw Object.assign(new Error("not allowed"), data ? { data } : {}); });
    const outcome = await outgoing.send(command);
    assert.ok(!outcome.ok);
    assert.equal(outcome.permanent, permanent);
  });
}

test("The status code of a connection that ended is no refusal", async () => {
  const { outgoing } = start(async () => { throw Object.assign(new Error("Connection Closed"), { output: { statusCode: 401 }, data: null }); });
  assert.deepEqual(await outgoing.send(command), { ok: false, reason: "Connection Closed", permanent: false });
});

test("A text waits while there is no connection, or if it is cut, or if WhatsApp says nothing", async () => {
  const { outgoing, socket } = start();
  assert.deepEqual(await outgoing.send(command), { ok: false, reason: "WhatsApp did not confirm the text in time.", permanent: false });
  const cut = outgoing.send(command);
  await new Promise((resolve) => setImmediate(resolve));
  outgoing.detach();
  assert.equal((await cut).ok, false);
  assert.deepEqual(await outgoing.send(command), { ok: false, reason: "WhatsApp is not connected.", permanent: false });
  outgoing.attach(socket);
});

test("What is no chat of WhatsApp is refused", async () => {
  const { outgoing, sent } = start();
  for (const jid of ["tg:7", "status@broadcast", "1@newsletter", "not a jid@g.us"]) {
    const outcome = await outgoing.send({ ...command, jid });
    assert.ok(!outcome.ok && outcome.permanent);
  }
  assert.equal(sent.length, 0);
});

/** @param {() => Promise<void>} [sendMessage] */
function start(sendMessage = async () => {}) {
  /** @type {unknown[]} */
  const sent = [];
  const ws = new EventEmitter();
  const socket = /** @type {any} */ ({
    ws,
    sendMessage: async (/** @type {string} */ jid, /** @type {object} */ content, /** @type {object} */ options) => {
      sent.push({ jid, content, options });
      await sendMessage();
    },
  });
  const outgoing = new Outgoing(/** @type {any} */ ({ add: async () => {} }), 50);
  outgoing.attach(socket);
  return { outgoing, socket, ws, sent };
}

/**
 * @param {EventEmitter} ws
 * @param {string} id
 */
function ack(ws, id) {
  ws.emit("CB:ack,class:message", { tag: "ack", attrs: { id, class: "message" } });
}
