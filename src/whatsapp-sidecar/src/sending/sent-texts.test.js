// @ts-check
import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { testFolder } from "../testing/folder.js";
import { SentTexts } from "./sent-texts.js";

test("The last texts are found again by a new process, and no more are kept", async (context) => {
  const folder = join(await testFolder(context), "sent");
  const before = await SentTexts.open(folder, 3);
  for (const number of [1, 2, 3, 4]) await before.add(`id${number}`, `text ${number}`);
  const texts = await SentTexts.open(folder, 3);
  await texts.add("id5", "text 5");

  assert.deepEqual(await Promise.all(["id1", "id2", "id3", "id4", "id5", undefined].map((id) => texts.find(id))),
    [undefined, undefined, "text 3", "text 4", "text 5", undefined]);
  assert.equal((await readdir(folder)).length, 3);
});

test("A file that cannot be read is a text that cannot be sent again, and nothing else", async (context) => {
  const folder = join(await testFolder(context), "sent");
  await (await SentTexts.open(folder, 3)).add("id1", "text 1");
  await writeFile(join(folder, "1.json"), "{");
  const texts = await SentTexts.open(folder, 3);

  assert.equal(await texts.find("id1"), "text 1");
});
