// @ts-check
import { join } from "node:path";
import { Connection } from "./connection/connection.js";
import { NotKeptError } from "./connection/ending.js";
import { exitCode } from "./exit-code.js";
import { Directory } from "./groups/directory.js";
import { AuthState } from "./login/auth-state.js";
import { BeforeReceipt } from "./receiving/before-receipt.js";
import { describe, keyOf } from "./receiving/describe.js";
import { Journal } from "./receiving/journal.js";
import { Outgoing } from "./sending/outgoing.js";
import { SentTexts } from "./sending/sent-texts.js";
import { Typing } from "./sending/typing.js";
import { takeLock } from "./storage/lock.js";

/**
 * @typedef {import("./connection/socket.js").Socket} Socket
 * @typedef {import("./protocol/commands.js").StartCommand} StartCommand
 * @typedef {import("./protocol/commands.js").Command} Command
 * @typedef {import("./sidecar.js").Timings} Timings
 */

/** The login, the connection and what goes over it. */
export class Session {
  #command;
  #auth;
  #journal;
  #outgoing;
  #typing = new Typing();
  #directory;
  #connection;
  #emit;
  #unlock;
  #isOver = false;
  /** @type {Promise<void>} */
  #toldOver = Promise.resolve();
  /** @type {import("./receiving/jids.js").FindPhone} */
  #findPhone = async () => null;

  /**
   * @param {StartCommand} command
   * @param {import("./connection/socket.js").OpenSocket} openSocket
   * @param {import("./protocol/events.js").Emit} emit
   * @param {Timings} timings
   */
  static async open(command, openSocket, emit, timings) {
    const state = join(command.store, "whatsapp");
    const unlock = await takeLock(join(state, "lock"), timings.lockMs);
    try {
      const auth = await AuthState.open(join(command.store, "auth"));
      const journal = await Journal.open(join(state, "received"), emit);
      const texts = await SentTexts.open(join(state, "sent"));
      return new Session(command, auth, journal, texts, openSocket, emit, timings, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /**
   * @param {StartCommand} command
   * @param {AuthState} auth
   * @param {Journal} journal
   * @param {SentTexts} texts
   * @param {import("./connection/socket.js").OpenSocket} openSocket
   * @param {import("./protocol/events.js").Emit} emit
   * @param {Timings} timings
   * @param {() => Promise<void>} unlock
   */
  constructor(command, auth, journal, texts, openSocket, emit, timings, unlock) {
    this.#command = command;
    this.#auth = auth;
    this.#journal = journal;
    this.#emit = emit;
    this.#unlock = unlock;
    this.#outgoing = new Outgoing(texts, timings.ackTimeoutMs);
    this.#directory = new Directory(emit);
    const beforeReceipt = new BeforeReceipt((message) => this.#keep(message).catch((error) => {
      // Baileys would confirm it all the same, as one that did not decrypt.
      this.#connection.socket?.end(new NotKeptError());
      throw error;
    }));
    this.#connection = new Connection({
      open: (isOutdated) => {
        if (!auth.isLoggedIn) auth.reset();
        return openSocket({
          auth,
          beforeReceipt,
          findSentText: (id) => texts.find(id),
          findGroup: (jid) => this.#directory.findGroup(jid),
          isOutdated,
        });
      },
      onOpened: (socket) => this.#listen(socket, beforeReceipt),
      onConnected: (socket) => this.#connected(socket),
      onDisconnected: () => {
        this.#outgoing.detach();
        this.#typing.detach();
      },
      onOver: (reason) => this.#tellOver(reason),
      onQr: (socket, data) => void this.#offerLogin(socket, data),
      emit,
      waits: timings.waits,
    });
    this.finished = this.#connection.finished.then((outcome) => this.#finish(outcome));
  }

  start() {
    if (this.#command.mode !== "login") this.#journal.start();
    if (!this.#auth.isLoggedIn && this.#command.mode !== "login") {
      void this.#endLogin("There is no WhatsApp login in this store.");
      return;
    }
    this.#connection.start();
  }

  /** @param {Command} command */
  handle(command) {
    this.#do(command).catch((error) =>
      this.#emit({ type: "error", code: "failed", message: `'${command.type}' failed: ${error instanceof Error ? error.message : "unknown"}` }));
  }

  async stop() {
    await this.#connection.stop();
    await this.finished;
    await this.#auth.flush();
    await this.#unlock();
  }

  /** @param {Command} command */
  async #do(command) {
    switch (command.type) {
      case "send": {
        const outcome = await this.#outgoing.send(command);
        this.#emit(outcome.ok
          ? { type: "sent", id: command.id }
          : { type: "failed", id: command.id, reason: outcome.reason, permanent: outcome.permanent });
        return;
      }
      case "ack":
        return this.#journal.ack(command.id);
      case "typing":
        return this.#typing.set(command.jid, command.on);
      case "groups":
        if (this.#connection.socket && this.#connection.isConnected) await this.#directory.refresh(this.#connection.socket);
        this.#emit({ type: "groups", groups: this.#directory.list() });
        return;
      case "logout":
        if (!this.#connection.socket || !this.#connection.isConnected) throw new Error("WhatsApp is not connected");
        return this.#connection.socket.logout();
    }
  }

  /**
   * @param {Socket} socket
   * @param {BeforeReceipt} beforeReceipt
   */
  #listen(socket, beforeReceipt) {
    this.#findPhone = (lid) => socket.signalRepository.lidMapping.getPNForLID(lid);
    socket.ws.on("frame", (frame) => beforeReceipt.note(frame));
    socket.ev.on("creds.update", () => this.#save());
    // What BeforeReceipt has kept is known by its key. What it cannot see comes here: texts that the phone sends again.
    socket.ev.on("messages.upsert", ({ messages }) => {
      for (const message of messages) this.#keep(message).catch(() => undefined);
    });
    this.#directory.attach(socket);
  }

  /** @param {import("@whiskeysockets/baileys").WAMessage} message */
  #keep(message) {
    return this.#journal.put(keyOf(message.key), async () => {
      const me = this.#auth.creds.me ?? {};
      const event = await describe(message, me, this.#findPhone, (jid) => this.#directory.nameOf(jid));
      if (event && message.pushName && !event.fromMe) this.#directory.noteName(event.sender, message.pushName);
      return event;
    }).catch((error) => {
      this.#emit({ type: "error", code: "not_kept", message: `A message could not be kept: ${error.message}` });
      throw error;
    });
  }

  /** @param {Socket} socket */
  #connected(socket) {
    this.#save();
    const me = this.#auth.creds.me;
    this.#emit({ type: "connected", me: { jid: (me?.id ?? "").replace(/:\d+@/, "@"), ...(me?.name ? { name: me.name } : {}) } });
    this.#outgoing.attach(socket);
    this.#typing.attach(socket);
    // Names only; one that is missing now comes with the next connection, or when the host asks.
    if (this.#command.mode === "run") this.#directory.refresh(socket).catch(() => undefined);
    if (this.#command.mode === "logout") this.handle({ type: "logout" });
  }

  #save() {
    this.#auth.saveCreds().catch((error) =>
      this.#emit({ type: "error", code: "not_saved", message: `The WhatsApp login could not be saved: ${error.message}` }));
  }

  /**
   * @param {Socket} socket
   * @param {string} data
   */
  async #offerLogin(socket, data) {
    if (this.#command.mode !== "login") {
      await this.#endLogin("WhatsApp does not know this login any more.");
    } else if (!this.#command.phone) {
      this.#emit({ type: "qr", data });
    } else if (!this.#auth.creds.pairingCode) {
      try {
        this.#emit({ type: "pairing_code", code: await socket.requestPairingCode(this.#command.phone) });
      } catch (error) {
        this.#emit({ type: "error", code: "no_pairing_code", message: `WhatsApp gave no pairing code: ${error instanceof Error ? error.message : "unknown"}` });
      }
    }
  }

  /** @param {string} reason */
  async #endLogin(reason) {
    this.#tellOver(reason);
    await this.#connection.stop();
  }

  /** @param {string} reason */
  #tellOver(reason) {
    this.#isOver = true;
    // After the last write of this login: a host that waits for another looks at the files.
    this.#toldOver = this.#auth.flush().then(() => this.#emit({ type: "logged_out", reason }));
  }

  /**
   * @param {"logged out" | "stopped"} outcome
   * @returns {Promise<number>}
   */
  async #finish(outcome) {
    await this.#toldOver;
    if (outcome === "logged out" && this.#command.mode !== "run") await this.#auth.remove();
    return this.#isOver ? exitCode.loggedOut : exitCode.done;
  }
}
