// @ts-check
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { BufferJSON, initAuthCreds } from "@whiskeysockets/baileys";
import "../quiet.js";
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
 * @param {{ onConnected: (client: import("../testing/noise-server.js").Client) => Promise<void>, onReceipt: (node: BinaryNode) => Promise<void> }} test
 */
function whatsApp({ onConnected, onReceipt }) {
  return new NoiseServer(
    (client) => client.send({ tag: "success", attrs: { t: "1782907200", lid: "990000000000001:3@lid" } }),
    (client, node) => {
      if (node.tag === "iq") {
        const isCount = Array.isArray(node.content) && node.content[0]?.tag === "count";
        const isActive = Array.isArray(node.content) && node.content[0]?.tag === "active";
        client.send({
          tag: "iq", attrs: { id: node.attrs.id ?? "", type: "result", from: "s.whatsapp.net" },
          content: isCount ? [{ tag: "count", attrs: { value: "100" } }] : [{ tag: "digest", attrs: {} }],
        });
        if (isActive) void onConnected(client);
      } else if (node.tag === "receipt") {
        void onReceipt(node);
      }
    },
  );
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
