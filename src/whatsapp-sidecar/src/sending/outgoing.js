// @ts-check
import { messageIdOf } from "./message-id.js";

/**
 * @typedef {{ ok: true } | { ok: false, reason: string, permanent: boolean }} Outcome
 * @typedef {import("../connection/socket.js").Socket} Socket
 * @typedef {import("./sent-texts.js").SentTexts} SentTexts
 */

const chat = /^[0-9-]+@(g\.us|s\.whatsapp\.net|lid)$/;

/**
 * What WhatsApp will not take, however often it is asked. 463: a new chat from an account that is restricted; asking
 * again makes the restriction longer, says Baileys' source (messages-recv, handleBadAck).
 * @type {Record<number, string>}
 */
const refusals = {
  400: "WhatsApp does not accept this text (400).",
  401: "The assistant is not in this group any more (401).",
  403: "The assistant may not write in this chat: removed from the group, or only admins may write (403).",
  404: "There is no such chat on WhatsApp (404).",
  405: "WhatsApp does not accept a text for this chat (405).",
  406: "WhatsApp does not accept a text for this chat (406).",
  410: "This chat is gone (410).",
  463: "WhatsApp keeps this account from writing to new chats (463): the person must write first, or wait until WhatsApp lifts it.",
};

/** Sends texts, and knows of each whether WhatsApp's server has taken it. */
export class Outgoing {
  /** @type {Socket | undefined} */
  #socket;
  /** @type {Map<string, (error: number | undefined | "cut" | "late") => void>} by message id */
  #waiting = new Map();
  /** @type {Map<string, Promise<Outcome>>} by delivery id */
  #sending = new Map();
  #texts;
  #ackTimeoutMs;

  /**
   * @param {SentTexts} texts
   * @param {number} ackTimeoutMs
   */
  constructor(texts, ackTimeoutMs) {
    this.#texts = texts;
    this.#ackTimeoutMs = ackTimeoutMs;
  }

  /** @param {Socket} socket a socket that is connected */
  attach(socket) {
    this.#socket = socket;
    // Baileys resolves sendMessage when the text is written to the socket, and tells of the server's answer only if it
    // is an error: a text on its way into a dead connection would count as sent.
    socket.ws.on("CB:ack,class:message", ({ attrs }) => this.#waiting.get(attrs.id ?? "")?.(attrs.error ? Number(attrs.error) : undefined));
  }

  detach() {
    this.#socket = undefined;
    for (const settle of [...this.#waiting.values()]) settle("cut");
  }

  /**
   * @param {{ id: string, jid: string, text: string }} command
   * @returns {Promise<Outcome>}
   */
  send(command) {
    const known = this.#sending.get(command.id);
    if (known) return known;
    const sending = this.#send(command).finally(() => this.#sending.delete(command.id));
    this.#sending.set(command.id, sending);
    return sending;
  }

  /**
   * @param {{ id: string, jid: string, text: string }} command
   * @returns {Promise<Outcome>}
   */
  async #send({ id, jid, text }) {
    if (!chat.test(jid)) return { ok: false, reason: `${jid} is no chat of WhatsApp.`, permanent: true };
    const socket = this.#socket;
    if (!socket) return { ok: false, reason: "WhatsApp is not connected.", permanent: false };
    const messageId = messageIdOf(id);
    const answered = this.#answerTo(messageId);
    try {
      // A text that is not kept can only not be asked for again: no reason to keep it from being sent now.
      await this.#texts.add(messageId, text).catch(() => undefined);
      // Without this null, Baileys fetches whatever address the text names, from this machine, for a preview.
      await socket.sendMessage(jid, { text, linkPreview: null }, { messageId });
    } catch (error) {
      this.#waiting.get(messageId)?.("cut");
      return outcomeOf(codeOf(error), error instanceof Error ? error.message : "unknown");
    }
    const timer = setTimeout(() => this.#waiting.get(messageId)?.("late"), this.#ackTimeoutMs);
    const error = await answered;
    clearTimeout(timer);
    if (error === undefined) return { ok: true };
    return error === "cut"
      ? { ok: false, reason: "The connection was cut before WhatsApp had the text.", permanent: false }
      : error === "late"
        ? { ok: false, reason: "WhatsApp did not confirm the text in time.", permanent: false }
        : outcomeOf(error, "WhatsApp's server refused the text");
  }

  /**
   * @param {string} messageId
   * @returns {Promise<number | undefined | "cut" | "late">}
   */
  #answerTo(messageId) {
    return new Promise((resolve) => {
      this.#waiting.set(messageId, (error) => {
        this.#waiting.delete(messageId);
        resolve(error);
      });
    });
  }
}

/**
 * @param {number | undefined} code
 * @param {string} otherwise
 * @returns {Outcome}
 */
function outcomeOf(code, otherwise) {
  const refusal = code === undefined ? undefined : refusals[code];
  return refusal ? { ok: false, reason: refusal, permanent: true } : { ok: false, reason: code ? `${otherwise} (${code}).` : otherwise, permanent: false };
}

/**
 * The code of an error that the server answered a query with; Baileys puts it into `data`. The status code of a Boom
 * is of the connection instead, and no reason to give a text up.
 * @param {unknown} error
 */
function codeOf(error) {
  return error instanceof Error && "data" in error && typeof error.data === "number" ? error.data : undefined;
}
