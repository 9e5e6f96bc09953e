// @ts-check
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { BufferJSON, initAuthCreds, proto } from "@whiskeysockets/baileys";
import { isMissing, openFolder, syncFolder, writeWhole } from "../storage/files.js";

/** @typedef {import("@whiskeysockets/baileys").AuthenticationCreds} Creds */

const credsFile = "creds.json";
const mostAtOnce = 64; // a login begins with over 800 keys, a file each

/** A file of the login cannot be read; nothing is written over it. */
export class BrokenLoginError extends Error {
  /** @param {string[]} paths */
  constructor(paths) {
    const creds = paths.find((path) => path.endsWith(credsFile));
    super(
      creds
        ? `${creds} is damaged: move it away and run 'nanoclaw whatsapp login'.`
        : `These files of the WhatsApp login are damaged: ${paths.join(", ")}. Move them away and start again: WhatsApp agrees on the keys of those chats anew.`,
    );
  }
}

/**
 * Baileys' login in v1's place and form, each file replaced as a whole: v1 wrote over them in place, and a kill in the
 * middle of that ended the login.
 */
export class AuthState {
  /** @type {Map<string, Promise<void>>} */
  #writes = new Map();
  #folder;
  /** @type {Creds} */
  #creds;

  /**
   * @param {string} folder
   * @param {Creds} creds
   */
  constructor(folder, creds) {
    this.#folder = folder;
    this.#creds = creds;
  }

  /**
   * @param {string} folder
   * @throws {BrokenLoginError}
   */
  static async open(folder) {
    await openFolder(folder);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    /** @type {string[]} */
    const broken = [];
    for (const name of names) {
      try {
        JSON.parse(await readFile(join(folder, name), "utf8"));
      } catch (error) {
        if (!isMissing(error)) broken.push(join(folder, name));
      }
    }
    if (broken.length > 0) throw new BrokenLoginError(broken);
    return new AuthState(folder, (await read(join(folder, credsFile))) ?? initAuthCreds());
  }

  get creds() {
    return this.#creds;
  }

  /** Whether WhatsApp has confirmed this device; an interrupted login leaves creds without that. */
  get isLoggedIn() {
    return this.#creds.account !== undefined && this.#creds.account !== null;
  }

  /** For a login from the beginning: half of an earlier one is refused by WhatsApp. */
  reset() {
    this.#creds = initAuthCreds();
  }

  /** @returns {import("@whiskeysockets/baileys").SignalKeyStore} */
  get keys() {
    return {
      get: async (type, ids) => {
        /** @type {Record<string, any>} */
        const found = {};
        await Promise.all(
          ids.map(async (id) => {
            const value = await this.#read(nameOf(type, id));
            found[id] = type === "app-state-sync-key" && value ? proto.Message.AppStateSyncKeyData.fromObject(value) : value;
          }),
        );
        return found;
      },
      set: async (data) => {
        const values = Object.entries(data).flatMap(([type, ofType]) => Object.entries(ofType ?? {}).map(([id, value]) => ({ name: nameOf(type, id), value })));
        for (let start = 0; start < values.length; start += mostAtOnce) {
          await Promise.all(values.slice(start, start + mostAtOnce).map(({ name, value }) => this.#write(name, value ?? null)));
        }
        await syncFolder(this.#folder);
      },
    };
  }

  /** Kept only once WhatsApp has confirmed the device, so that creds.json means a login that was made. */
  async saveCreds() {
    if (!this.isLoggedIn) return;
    await this.#write(credsFile, this.#creds);
    await syncFolder(this.#folder);
  }

  /** Waits for what is being written. */
  async flush() {
    await Promise.allSettled([...this.#writes.values()]);
  }

  /** Removes a login that WhatsApp has ended. */
  async remove() {
    await this.flush();
    for (const name of await readdir(this.#folder)) {
      if (name.endsWith(".json")) await rm(join(this.#folder, name), { force: true });
    }
    await syncFolder(this.#folder);
    this.reset();
  }

  /** @param {string} name */
  async #read(name) {
    await this.#writes.get(name)?.catch(() => undefined);
    return read(join(this.#folder, name));
  }

  /**
   * One write of a file after another, in the order they were asked for.
   * @param {string} name
   * @param {unknown} value null removes it
   */
  #write(name, value) {
    // Now, not when its turn comes: Baileys goes on to change the same objects.
    const text = value === null ? null : JSON.stringify(value, BufferJSON.replacer);
    const path = join(this.#folder, name);
    const before = this.#writes.get(name)?.catch(() => undefined);
    const write = Promise.resolve(before).then(() => (text === null ? rm(path, { force: true }) : writeWhole(path, text, { sync: true })));
    const entry = write.finally(() => {
      if (this.#writes.get(name) === entry) this.#writes.delete(name);
    });
    entry.catch(() => undefined);
    this.#writes.set(name, entry);
    return entry;
  }
}

/** @param {string} path */
async function read(path) {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return JSON.parse(text, BufferJSON.reviver);
  } catch {
    throw new BrokenLoginError([path]);
  }
}

/**
 * Baileys' own names, so that v1's login is found.
 * @param {string} type
 * @param {string} id
 */
function nameOf(type, id) {
  return `${type}-${id}.json`.replaceAll("/", "__").replaceAll(":", "-");
}
