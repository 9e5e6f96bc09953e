// @ts-check
import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { eventually, testFolder } from "../testing/folder.js";
import { Journal } from "./journal.js";

test("A message is told until it is acknowledged, over any number of processes, in order", async (context) => {
  const folder = join(await testFolder(context), "received");
  const first = await start(folder);
  for (const number of [1, 2, 3]) await first.journal.put(key(number), async () => message(number));
  await eventually(() => first.told.length === 3);
  await first.journal.ack(key(2));
  const second = await start(folder);
  await eventually(() => second.told.length === 2);
  assert.deepEqual(second.told.map((event) => event.text), ["text 1", "text 3"]);

  await second.journal.ack(key(1));
  await second.journal.ack(key(3));
  assert.deepEqual(await readdir(folder), []);
});

test("A message is on the disk when put returns", async (context) => {
  const folder = join(await testFolder(context), "received");
  const { journal } = await start(folder);
  await journal.put(key(1), async () => message(1));
  assert.equal((await readdir(folder)).length, 1);
});

test("A message that comes again is told once, before and after it is acknowledged", async (context) => {
  const { journal, told } = await start(join(await testFolder(context), "received"));
  await Promise.all([1, 1, 1].map((number) => journal.put(key(number), async () => message(number))));
  await eventually(() => told.length === 1);
  await journal.ack(key(1));
  await journal.put(key(1), async () => message(1));
  await journal.put(key(2), async () => message(2));
  await eventually(() => told.length === 2);
  assert.deepEqual(told.map((event) => event.text), ["text 1", "text 2"]);
});

test("Messages are told in the order they came, however long each takes to describe", async (context) => {
  const { journal, told } = await start(join(await testFolder(context), "received"));
  await Promise.all([30, 10, 0].map((ms, number) => journal.put(key(number), async () => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return message(number);
  })));
  await eventually(() => told.length === 3);
  assert.deepEqual(told.map((event) => event.text), ["text 0", "text 1", "text 2"]);
});

test("One that could not be kept is kept when it comes again", async (context) => {
  const { journal, told } = await start(join(await testFolder(context), "received"));
  await assert.rejects(journal.put(key(1), async () => { throw new Error("no space"); }));
  await journal.put(key(1), async () => message(1));
  await eventually(() => told.length === 1);
});

test("A host that does not acknowledge has a bounded number of messages, and the rest when it does", async (context) => {
  const { journal, told } = await start(join(await testFolder(context), "received"));
  for (let number = 0; number < 200; number++) await journal.put(key(number), async () => message(number));
  await eventually(() => told.length === 64);
  for (let number = 0; number < 200; number++) {
    await eventually(() => told.length > number);
    await journal.ack(key(number));
  }
  assert.deepEqual(told.map((event) => event.text), Array.from({ length: 200 }, (_, number) => `text ${number}`));
  assert.equal(journal.size, 0);
});

test("What cannot be read is put aside and told, and the rest goes on", async (context) => {
  const folder = join(await testFolder(context), "received");
  const first = await start(folder);
  await first.journal.put(key(1), async () => message(1));
  await first.journal.put(key(2), async () => message(2));
  const [name] = (await readdir(folder)).sort();
  await writeFile(join(folder, name ?? ""), '{"type":');
  const second = await start(folder);
  await eventually(() => second.told.length === 2);
  assert.deepEqual(second.told.map((event) => event.type), ["error", "message"]);
  assert.match(second.told[0].message, /\.broken cannot be read/);
});

/** @param {string} folder */
async function start(folder) {
  /** @type {any[]} */
  const told = [];
  const journal = await Journal.open(folder, (event) => told.push(event));
  journal.start();
  return { journal, told };
}

/** @param {number} number */
function key(number) {
  return String(number).padStart(32, "0");
}

/**
 * @param {number} number
 * @returns {any}
 */
function message(number) {
  return { type: "message", key: key(number), text: `text ${number}` };
}
