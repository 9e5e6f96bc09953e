// @ts-check
import { Backoff } from "./backoff.js";
import { endingOf } from "./ending.js";

/**
 * @typedef {import("./socket.js").Socket} Socket
 * @typedef {import("../protocol/events.js").Emit} Emit
 * @typedef {{
 *   open: (isOutdated: boolean) => Promise<Socket>,
 *   onOpened: (socket: Socket) => void,
 *   onConnected: (socket: Socket) => void,
 *   onDisconnected: () => void,
 *   onOver: (reason: string) => void,
 *   onQr: (socket: Socket, data: string) => void,
 *   emit: Emit,
 *   waits: import("./backoff.js").Waits
 * }} Parts
 */

const longestGoodbyeMs = 2000;

/** Keeps one connection to WhatsApp, until it is stopped or the login is over. */
export class Connection {
  /** @type {Socket | undefined} */
  #socket;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #stopped = false;
  #connectedAt = 0;
  #isOutdated = false;
  #parts;
  #backoff;
  /** @type {(outcome: "logged out" | "stopped") => void} */
  #finish = () => {};
  /** Resolves when there will be no further connection. */
  finished = new Promise((/** @type {(outcome: "logged out" | "stopped") => void} */ resolve) => {
    this.#finish = resolve;
  });

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#backoff = new Backoff(parts.waits);
  }

  get isConnected() {
    return this.#connectedAt > 0;
  }

  get socket() {
    return this.#socket;
  }

  start() {
    void this.#connect();
  }

  async stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#lose();
    // Over a dead network Baileys waits half a minute for the other side's goodbye.
    const goodbye = Promise.resolve(socket?.end(undefined)).catch(() => undefined);
    await Promise.race([goodbye, new Promise((resolve) => setTimeout(resolve, longestGoodbyeMs).unref())]);
    this.#finish("stopped");
  }

  async #connect() {
    if (this.#stopped) return;
    let socket;
    try {
      socket = await this.#parts.open(this.#isOutdated);
    } catch (error) {
      this.#end(error);
      return;
    }
    if (this.#stopped) {
      socket.end(undefined);
      return;
    }
    this.#socket = socket;
    this.#parts.onOpened(socket);
    socket.ev.on("connection.update", (update) => {
      if (socket !== this.#socket) return;
      if (update.qr) this.#parts.onQr(socket, update.qr);
      if (update.connection === "open") {
        this.#connectedAt = Date.now();
        this.#isOutdated = false;
        this.#parts.onConnected(socket);
      } else if (update.connection === "close") {
        this.#end(update.lastDisconnect?.error);
      }
    });
  }

  /** @param {unknown} error */
  #end(error) {
    if (this.#stopped) return;
    if (this.#connectedAt > 0 && Date.now() - this.#connectedAt >= this.#parts.waits.steadyMs) this.#backoff.reset();
    this.#lose();
    const ending = endingOf(error);
    this.#isOutdated = ending.isOutdated ?? false;
    if (ending.kind === "over") {
      this.#stopped = true;
      this.#parts.onOver(ending.reason);
      this.#finish("logged out");
      return;
    }
    const inMs = ending.kind === "at once" ? 0 : ending.kind === "rest" ? this.#parts.waits.restMs : this.#backoff.next();
    this.#parts.emit({ type: "reconnecting", attempt: this.#backoff.attempt, inMs, reason: ending.reason });
    this.#timer = setTimeout(() => void this.#connect(), inMs);
  }

  #lose() {
    this.#socket = undefined;
    this.#connectedAt = 0;
    this.#parts.onDisconnected();
  }
}
