// @ts-check
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import test from "node:test";
import { Connection } from "./connection.js";

const waits = { firstMs: 1000, longestMs: 60_000, steadyMs: 30_000, restMs: 60_000 };

test("A connection that ends is made again after a wait, longer each time until it lasts", async (context) => {
  const { connection, sockets, events, advance } = start(context);
  connection.start();
  await advance(0);
  for (const code of [428, 503, undefined]) {
    close(last(sockets), code);
    await advance(60_000);
  }
  open(last(sockets));
  await advance(29_000);
  close(last(sockets), 428);
  await advance(60_000);
  open(last(sockets));
  await advance(31_000);
  close(last(sockets), 428);

  assert.deepEqual(events.map((event) => event.attempt), [1, 2, 3, 4, 1]);
  assert.ok(events.every((event, index) => event.inMs <= /** @type {number} */ ([1000, 2000, 4000, 8000, 1000][index])));
  assert.equal(sockets.length, 5);
});

test("A restart that WhatsApp asks for after the pairing is made at once", async (context) => {
  const { connection, sockets, events, advance } = start(context);
  connection.start();
  await advance(0);
  close(last(sockets), 515);
  await advance(0);

  assert.deepEqual(events.map((event) => event.inMs), [0]);
  assert.equal(sockets.length, 2);
});

for (const code of [401, 403, 411]) {
  test(`A login that WhatsApp has ended (${code}) is told and not tried again`, async (context) => {
    const { connection, sockets, events, advance } = start(context);
    connection.start();
    await advance(0);
    close(last(sockets), code);
    await advance(600_000);

    assert.deepEqual(events.map((event) => event.type), ["logged_out"]);
    assert.equal(sockets.length, 1);
    assert.equal(await connection.finished, "logged out");
  });
}

test("A program that took the connection over is named, and gets a minute of rest", async (context) => {
  const { connection, sockets, events, advance } = start(context);
  connection.start();
  await advance(0);
  open(last(sockets));
  close(last(sockets), 440);
  await advance(59_000);
  assert.equal(sockets.length, 1);
  await advance(1000);

  assert.match(events[0].reason, /Another program uses this WhatsApp login/);
  assert.equal(sockets.length, 2);
});

test("A client that is too old asks for the newer version the next time only", async (context) => {
  const { connection, sockets, opened, advance } = start(context);
  connection.start();
  await advance(0);
  close(last(sockets), 405);
  await advance(1000);
  close(last(sockets), 428);
  await advance(2000);

  assert.deepEqual(opened, [false, true, false]);
});

test("What a socket of the past tells is not heard, and after the stop nothing is", async (context) => {
  const { connection, sockets, events, advance } = start(context);
  connection.start();
  await advance(0);
  const first = last(sockets);
  close(first, 428);
  await advance(1000);
  open(last(sockets));
  close(first, 401);
  assert.ok(connection.isConnected);
  await connection.stop();
  await advance(600_000);

  assert.equal(events.length, 1);
  assert.equal(sockets.length, 2);
  assert.equal(await connection.finished, "stopped");
});

/** @param {import("node:test").TestContext} context */
function start(context) {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  /** @type {EventEmitter[]} */
  const sockets = [];
  /** @type {any[]} */
  const events = [];
  /** @type {boolean[]} */
  const opened = [];
  const connection = new Connection({
    open: async (isOutdated) => {
      opened.push(isOutdated);
      const ev = new EventEmitter();
      sockets.push(ev);
      return /** @type {any} */ ({ ev, end() {} });
    },
    onOpened() {}, onConnected() {}, onDisconnected() {}, onQr() {},
    onOver: (reason) => events.push({ type: "logged_out", reason }),
    emit: (event) => events.push(event),
    waits,
  });
  const advance = async (/** @type {number} */ ms) => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    context.mock.timers.tick(ms);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { connection, sockets, events, opened, advance };
}

/** @param {EventEmitter[]} sockets */
function last(sockets) {
  return /** @type {EventEmitter} */ (sockets.at(-1));
}

/** @param {EventEmitter} ev */
function open(ev) {
  ev.emit("connection.update", { connection: "open" });
}

/**
 * @param {EventEmitter} ev
 * @param {number | undefined} statusCode
 */
function close(ev, statusCode) {
  const error = statusCode ? Object.assign(new Error("closed"), { output: { statusCode } }) : undefined;
  ev.emit("connection.update", { connection: "close", lastDisconnect: { error, date: new Date() } });
}
