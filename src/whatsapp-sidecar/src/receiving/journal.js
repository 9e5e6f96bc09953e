// @ts-check
import { readFile, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { openFolder, writeDurably } from "../storage/files.js";

/**
 * @typedef {import("../protocol/events.js").MessageEvent} MessageEvent
 * @typedef {import("../protocol/events.js").Emit} Emit
 */

/** How many messages the host has without having acknowledged them; the others wait on the disk. */
const window = 64;
const rememberedAcks = 10_000;

/**
 * Messages on their way to the host: on the disk before WhatsApp is told that they arrived, and until the host has
 * acknowledged them. Told again, in order, after a crash of either.
 */
export class Journal {
  /** @type {Map<string, Promise<void>>} by key; what is on the disk or about to be */
  #kept = new Map();
  /** @type {Map<string, string>} the file of a key */
  #files = new Map();
  /** @type {Set<string>} the last acknowledged keys */
  #done = new Set();
  /** @type {Set<string>} */
  #told = new Set();
  /** @type {{ key: string, name: string }[]} */
  #queue = [];
  #telling = false;
  /** @type {Promise<void>} */
  #last = Promise.resolve();
  #next = 0;
  #folder;
  #emit;

  /**
   * @param {string} folder
   * @param {Emit} emit
   */
  constructor(folder, emit) {
    this.#folder = folder;
    this.#emit = emit;
  }

  /**
   * @param {string} folder
   * @param {Emit} emit
   */
  static async open(folder, emit) {
    const journal = new Journal(folder, emit);
    await openFolder(folder);
    const names = (await readdir(folder)).filter((name) => /^\d{12}-[0-9a-f]{32}\.json$/.test(name)).sort();
    for (const name of names) {
      const key = name.slice(13, 45);
      journal.#kept.set(key, Promise.resolve());
      journal.#enqueue(key, name);
      journal.#next = Number(name.slice(0, 12)) + 1;
    }
    return journal;
  }

  /**
   * Keeps a message; when this returns, it will not be lost.
   * @param {string} key
   * @param {() => Promise<MessageEvent | undefined>} describe undefined: not a message for the host
   * @returns {Promise<void>}
   */
  put(key, describe) {
    const known = this.#kept.get(key);
    if (known) return known;
    if (this.#done.has(key)) return Promise.resolve();
    // One after another: the host is told in the order of arrival.
    const keeping = this.#last.then(() => this.#keep(key, describe));
    this.#last = keeping.catch(() => undefined);
    this.#kept.set(key, keeping);
    // One that could not be kept may come again.
    keeping.catch(() => this.#kept.delete(key));
    return keeping;
  }

  /** @param {string} key */
  async ack(key) {
    const name = this.#files.get(key);
    if (!name) return;
    this.#files.delete(key);
    this.#told.delete(key);
    this.#remember(key);
    // Not durable, and need not be: a message told twice is known to the host by its id.
    await rm(join(this.#folder, name), { force: true });
    this.#kept.delete(key);
    void this.#tell();
  }

  /** Tells the host what it has not acknowledged; to be called once the host listens. */
  start() {
    void this.#tell();
  }

  /** How many messages wait for the host. */
  get size() {
    return this.#files.size;
  }

  /**
   * @param {string} key
   * @param {() => Promise<MessageEvent | undefined>} describe
   */
  async #keep(key, describe) {
    const number = this.#next++;
    const event = await describe();
    if (!event) {
      this.#kept.delete(key);
      return;
    }
    const name = `${String(number).padStart(12, "0")}-${key}.json`;
    await writeDurably(join(this.#folder, name), JSON.stringify(event));
    this.#enqueue(key, name);
    void this.#tell();
  }

  /**
   * @param {string} key
   * @param {string} name
   */
  #enqueue(key, name) {
    this.#files.set(key, name);
    this.#queue.push({ key, name });
  }

  async #tell() {
    if (this.#telling) return;
    this.#telling = true;
    try {
      while (this.#told.size < window) {
        const next = this.#queue.shift();
        if (!next) return;
        const event = await this.#read(next.name);
        if (!event) continue;
        this.#told.add(next.key);
        this.#emit(event);
      }
    } finally {
      this.#telling = false;
    }
  }

  /**
   * @param {string} name
   * @returns {Promise<MessageEvent | undefined>}
   */
  async #read(name) {
    const path = join(this.#folder, name);
    try {
      return JSON.parse(await readFile(path, "utf8"));
    } catch (error) {
      await rename(path, `${path}.broken`).catch(() => undefined);
      this.#files.delete(name.slice(13, 45));
      this.#emit({ type: "error", code: "journal_broken", message: `A message kept in ${path}.broken cannot be read (${error instanceof Error ? error.name : "unknown"}): look at it in WhatsApp itself.` });
      return undefined;
    }
  }

  /** @param {string} key */
  #remember(key) {
    this.#done.add(key);
    if (this.#done.size > rememberedAcks) this.#done.delete(this.#done.values().next().value ?? "");
  }
}
