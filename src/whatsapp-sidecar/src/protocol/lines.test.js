// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { readLines } from "./lines.js";

/**
 * @param {(string | Buffer)[]} chunks
 * @param {number} [longest]
 */
async function read(chunks, longest) {
  const lines = [];
  for await (const line of readLines((async function* () { yield* chunks; })(), longest)) lines.push("text" in line ? line.text : "too long");
  return lines;
}

test("Lines are whole whatever the pieces they come in", async () => {
  const text = Buffer.from('{"text":"é🙂"}\r\nsecond\n');
  for (let size = 1; size <= text.length; size++) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.subarray(index * size, (index + 1) * size));
    assert.deepEqual(await read(chunks), ['{"text":"é🙂"}', "second"]);
  }
});

test("A line that is too long is told and skipped, and the next is read", async () => {
  assert.deepEqual(await read(["12345", "67890", "12345\nnext\n"], 8), ["too long", "next"]);
  assert.deepEqual(await read(["123456789\n12345678\n"], 8), ["too long", "12345678"]);
});

test("What has no line end is no command: its writer died in the middle of it", async () => {
  assert.deepEqual(await read(['{"type":"stop"}\n{"type":"se']), ['{"type":"stop"}']);
});
