// @ts-check

/** @typedef {import("../connection/socket.js").Socket} Socket */

const again = 10_000; // WhatsApp's apps hide "typing" after about 25 seconds without another sign of it
const longest = 10 * 60_000; // a run that never says that it ended does not type for ever

/**
 * Shows that the assistant writes. The account counts as online only while it does: a phone whose account is online
 * elsewhere gets no notifications.
 */
export class Typing {
  /** @type {Map<string, { timer: NodeJS.Timeout, until: number }>} */
  #chats = new Map();
  /** @type {Socket | undefined} */
  #socket;
  #last = Promise.resolve();

  /** @param {Socket} socket */
  attach(socket) {
    this.#socket = socket;
  }

  detach() {
    this.#socket = undefined;
    for (const { timer } of this.#chats.values()) clearInterval(timer);
    this.#chats.clear();
  }

  /**
   * @param {string} jid
   * @param {boolean} on
   */
  set(jid, on) {
    // One after another: an end that overtakes its beginning would leave the assistant typing.
    this.#last = this.#last.then(() => this.#set(jid, on));
    return this.#last;
  }

  /**
   * @param {string} jid
   * @param {boolean} on
   */
  async #set(jid, on) {
    const known = this.#chats.get(jid);
    if (on === Boolean(known) || !this.#socket) return;
    if (on) {
      const until = Date.now() + longest;
      const timer = setInterval(() => (Date.now() < until ? this.#show("composing", jid) : this.set(jid, false)), again);
      timer.unref();
      this.#chats.set(jid, { timer, until });
      if (this.#chats.size === 1) await this.#show("available");
      await this.#show("composing", jid);
    } else {
      clearInterval(known?.timer);
      this.#chats.delete(jid);
      await this.#show("paused", jid);
      if (this.#chats.size === 0) await this.#show("unavailable");
    }
  }

  /**
   * @param {"available" | "unavailable" | "composing" | "paused"} presence
   * @param {string} [jid]
   */
  async #show(presence, jid) {
    // Of no consequence: the answer comes without it.
    await this.#socket?.sendPresenceUpdate(presence, jid).catch(() => undefined);
  }
}
