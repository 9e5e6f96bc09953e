// @ts-check
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { openFolder, writeWhole } from "../storage/files.js";

/**
 * The last texts sent. A reader's device that could not decrypt one asks for it again, up to days later.
 */
export class SentTexts {
  /** @type {Map<string, number>} the slot of a message id */
  #slots = new Map();
  #next = 0;
  #folder;
  #capacity;

  /**
   * @param {string} folder
   * @param {number} capacity
   */
  constructor(folder, capacity) {
    this.#folder = folder;
    this.#capacity = capacity;
  }

  /**
   * @param {string} folder
   * @param {number} [capacity]
   */
  static async open(folder, capacity = 1000) {
    const texts = new SentTexts(folder, capacity);
    await openFolder(folder);
    let newest = -1;
    for (const name of await readdir(folder)) {
      const slot = Number(name.replace(".json", ""));
      const entry = await texts.#read(slot);
      if (!entry) continue;
      texts.#slots.set(entry.id, slot);
      if (entry.number > newest) newest = entry.number;
    }
    texts.#next = newest + 1;
    return texts;
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  async add(id, text) {
    if (this.#slots.has(id)) return;
    const number = this.#next++;
    const slot = number % this.#capacity;
    for (const [known, taken] of this.#slots) if (taken === slot) this.#slots.delete(known);
    this.#slots.set(id, slot);
    await writeWhole(join(this.#folder, `${slot}.json`), JSON.stringify({ id, number, text }));
  }

  /**
   * @param {string | null | undefined} id
   * @returns {Promise<string | undefined>}
   */
  async find(id) {
    const slot = id ? this.#slots.get(id) : undefined;
    const entry = slot === undefined ? undefined : await this.#read(slot);
    return entry?.id === id ? entry?.text : undefined;
  }

  /**
   * @param {number} slot
   * @returns {Promise<{ id: string, number: number, text: string } | undefined>}
   */
  async #read(slot) {
    try {
      const entry = JSON.parse(await readFile(join(this.#folder, `${slot}.json`), "utf8"));
      return typeof entry?.id === "string" && typeof entry.number === "number" && typeof entry.text === "string" ? entry : undefined;
    } catch {
      // A text that cannot be read can only not be sent again.
      return undefined;
    }
  }
}
