// @ts-check
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { BufferJSON, getBinaryNodeChild, initAuthCreds, proto, unpadRandomMax16 } from "@whiskeysockets/baileys";
import "../quiet.js";
import { messageIdOf } from "../sending/message-id.js";
import { Sidecar } from "../sidecar.js";
import { eventually, testFolder } from "../testing/folder.js";
import { NoiseServer } from "../testing/noise-server.js";
import { makeDevice, plaintextOf } from "../testing/signal-device.js";
import { openBaileys } from "./baileys.js";

/** @typedef {import("@whiskeysockets/baileys").BinaryNode} BinaryNode */

const me = "15550001111:3@s.whatsapp.net";
const ann = "15550002222@s.whatsapp.net";

test("Baileys itself connects and gives a QR code for the login", async (context) => {
  const store = await testFolder(context);
  const server = new NoiseServer(
    (client) => client.send({
      tag: "iq", attrs: { id: "1", type: "set", from: "s.whatsapp.net", xmlns: "md" },
      content: [{ tag: "pair-device", attrs: {}, content: [{ tag: "ref", attrs: {}, content: Buffer.from("2@reference") }] }],
    }),
    () => {},
  );
  context.after(() => server.close());
  const { events, tell, ended } = await run(server);
  tell({ type: "start", protocol: 1, mode: "login", store });

  const qr = await eventually(() => events.find((event) => event.type === "qr"));
  assert.match(qr.data, /2@reference,[^,]+,[^,]+,[^,]+,/);
  tell({ type: "stop" });
  assert.equal(await ended, 0);
  assert.deepEqual(await readdir(join(store, "auth")), [], "an interrupted login leaves nothing that looks like one");
});

test("A message that Baileys decrypts is on the disk before WhatsApp has the receipt", async (context) => {
  const store = await testFolder(context);
  const creds = await logIn(store);
  const annsPhone = makeDevice(ann);
  await annsPhone.meet({ jid: me, creds });
  /** @type {{ receipts: BinaryNode[], kept: number | undefined }} */
  const seen = { receipts: [], kept: undefined };
  const server = whatsApp({
    onConnected: async (client) => {
      client.send(messageOf("3A0001", await annsPhone.encrypt(me, plaintextOf("hello"))));
    },
    onReceipt: async (node) => {
      seen.kept ??= (await readdir(join(store, "whatsapp", "received"))).length;
      seen.receipts.push(node);
    },
  });
  context.after(() => server.close());
  // A process that is killed right after the receipt gets no event from Baileys: here, none ever comes.
  const { events, tell, ended } = await run(server, async (options, open) => {
    const socket = await open(options);
    const on = socket.ev.on.bind(socket.ev);
    socket.ev.on = (event, listener) => (event === "messages.upsert" ? undefined : on(event, listener));
    return socket;
  });
  tell({ type: "start", protocol: 1, mode: "run", store });

  const message = await eventually(() => events.find((event) => event.type === "message"));
  await eventually(() => seen.receipts.length > 0);
  assert.equal(seen.kept, 1);
  assert.deepEqual(
    { id: message.id, jid: message.jid, sender: message.sender, senderName: message.senderName, text: message.text, timestamp: message.timestamp },
    { id: "3A0001", jid: ann, sender: ann, senderName: "Ann", text: "hello", timestamp: 1782907200000 },
  );
  tell({ type: "ack", id: message.key });
  await eventually(async () => (await readdir(join(store, "whatsapp", "received"))).length === 0);
  tell({ type: "stop" });
  assert.equal(await ended, 0);
  assert.equal(events.filter((event) => event.type === "message").length, 1);
});

test("A message that cannot be kept is not confirmed, and comes again once it can", async (context) => {
  const store = await testFolder(context);
  const creds = await logIn(store);
  const annsPhone = makeDevice(ann);
  await annsPhone.meet({ jid: me, creds });
  const message = messageOf("3A0001", await annsPhone.encrypt(me, plaintextOf("hello")));
  const received = join(store, "whatsapp", "received");
  let connections = 0;
  /** @type {BinaryNode[]} */
  const confirmed = [];
  const server = whatsApp({
    onConnected: async (client) => {
      // The disk fails for the first delivery.
      if (++connections === 1) await rm(received, { recursive: true });
      else await mkdir(received, { recursive: true });
      if (confirmed.length === 0) client.send(message);
    },
    onReceipt: async (node) => void confirmed.push(node),
    onAck: async (node) => void confirmed.push(node),
  });
  context.after(() => server.close());
  const { events, tell, ended } = await run(server);
  tell({ type: "start", protocol: 1, mode: "run", store });

  const told = await eventually(() => events.find((event) => event.type === "message"));
  assert.equal(told.text, "hello");
  assert.equal(connections, 2);
  assert.deepEqual(events.filter((event) => event.type === "error").map((event) => event.code), ["not_kept"]);
  await eventually(() => confirmed.length === 1);
  tell({ type: "stop" });
  assert.equal(await ended, 0);
});

test("An answer that Baileys encrypts is sent once WhatsApp's server has confirmed it, and has the delivery's id", async (context) => {
  const store = await testFolder(context);
  const creds = await logIn(store);
  const annsPhone = makeDevice(ann);
  await annsPhone.meet({ jid: me, creds });
  /** @type {{ id: string | undefined, text: string }[]} */
  const read = [];
  let refuses = false;
  const server = whatsApp({
    onConnected: async (client) => client.send(messageOf("3A0001", await annsPhone.encrypt(me, plaintextOf("hello")))),
    onMessage: async (client, node) => {
      read.push({ id: node.attrs.id, text: await decryptAs(annsPhone, node) });
      client.send({ tag: "ack", attrs: { id: node.attrs.id ?? "", class: "message", from: ann, ...(refuses ? { error: "463" } : {}) } });
    },
  });
  context.after(() => server.close());
  const { events, tell, ended } = await run(server);
  tell({ type: "start", protocol: 1, mode: "run", store });
  await eventually(() => events.find((event) => event.type === "message"));
  tell({ type: "send", id: "run-1:0", jid: ann, text: "hello Ann" });
  await eventually(() => events.find((event) => event.type === "sent"));
  refuses = true;
  tell({ type: "send", id: "run-1:1", jid: ann, text: "and more" });
  const failed = await eventually(() => events.find((event) => event.type === "failed"));

  assert.deepEqual(read, [{ id: messageIdOf("run-1:0"), text: "hello Ann" }, { id: messageIdOf("run-1:1"), text: "and more" }]);
  assert.deepEqual({ id: failed.id, permanent: failed.permanent }, { id: "run-1:1", permanent: true });
  tell({ type: "stop" });
  assert.equal(await ended, 0);
});

/**
 * @param {NoiseServer} server
 * @param {(options: import("./socket.js").SocketOptions, open: import("./socket.js").OpenSocket) => Promise<import("./socket.js").Socket>} [change]
 */
async function run(server, change = (options, open) => open(options)) {
  /** @type {any[]} */
  const events = [];
  const input = new PassThrough();
  const open = openBaileys({ waWebSocketUrl: await server.url() });
  const sidecar = new Sidecar((options) => change(options, open), (event) => events.push(event));
  const ended = sidecar.run(input);
  return { events, ended, tell: (/** @type {object} */ command) => void input.write(`${JSON.stringify(command)}\n`) };
}

/**
 * A server that lets the device in and answers whatever it asks.
 * @param {{
 *   onConnected: (client: import("../testing/noise-server.js").Client) => Promise<void>,
 *   onReceipt?: (node: BinaryNode) => Promise<void>,
 *   onAck?: (node: BinaryNode) => Promise<void>,
 *   onMessage?: (client: import("../testing/noise-server.js").Client, node: BinaryNode) => Promise<void>
 * }} test
 */
function whatsApp({ onConnected, onReceipt, onAck, onMessage }) {
  return new NoiseServer(
    (client) => client.send({ tag: "success", attrs: { t: "1782907200", lid: "990000000000001:3@lid" } }),
    (client, node) => {
      if (node.tag === "iq") {
        const [asked] = /** @type {BinaryNode[]} */ (Array.isArray(node.content) ? node.content : []);
        client.send({ tag: "iq", attrs: { id: node.attrs.id ?? "", type: "result", from: "s.whatsapp.net" }, content: [answerTo(asked)] });
        if (asked?.tag === "active") void onConnected(client);
      } else if (node.tag === "receipt") {
        void onReceipt?.(node);
      } else if (node.tag === "ack") {
        void onAck?.(node);
      } else if (node.tag === "message") {
        void onMessage?.(client, node);
      }
    },
  );
}

/**
 * @param {BinaryNode | undefined} asked
 * @returns {BinaryNode}
 */
function answerTo(asked) {
  switch (asked?.tag) {
    case "count":
      return { tag: "count", attrs: { value: "100" } };
    case "usync":
      // Of Ann and of this account: their phones, without the account's own, so that one device is written to.
      return {
        tag: "usync", attrs: {},
        content: [{ tag: "list", attrs: {}, content: [{
          tag: "user", attrs: { jid: ann },
          content: [{ tag: "devices", attrs: {}, content: [{ tag: "device-list", attrs: {}, content: [{ tag: "device", attrs: { id: "0" } }] }] }],
        }] }],
      };
    default:
      return { tag: "digest", attrs: {} };
  }
}

/**
 * @param {ReturnType<typeof makeDevice>} device
 * @param {BinaryNode} node
 */
async function decryptAs(device, node) {
  const enc = getBinaryNodeChild(getBinaryNodeChild(getBinaryNodeChild(node, "participants"), "to"), "enc");
  const plaintext = await device.repository.decryptMessage({
    jid: me, type: /** @type {any} */ (enc?.attrs.type), ciphertext: /** @type {Uint8Array} */ (enc?.content),
  });
  return proto.Message.decode(unpadRandomMax16(plaintext)).extendedTextMessage?.text ?? "";
}

/** @param {string} store */
async function logIn(store) {
  const creds = { ...initAuthCreds(), me: { id: me, lid: "990000000000001:3@lid", name: "Andy" }, account: { details: Buffer.from([1]) } };
  await mkdir(join(store, "auth"), { recursive: true });
  await writeFile(join(store, "auth", "creds.json"), JSON.stringify(creds, BufferJSON.replacer));
  return creds;
}

/**
 * @param {string} id
 * @param {{ type: string, ciphertext: Uint8Array }} encrypted
 * @returns {BinaryNode}
 */
function messageOf(id, { type, ciphertext }) {
  return {
    tag: "message", attrs: { from: ann, id, type: "text", t: "1782907200", notify: "Ann" },
    content: [{ tag: "enc", attrs: { v: "2", type }, content: Buffer.from(ciphertext) }],
  };
}
