// @ts-check
import { cleanMessage, decodeMessageNode, proto, unpadRandomMax16 } from "@whiskeysockets/baileys";

/**
 * @typedef {import("@whiskeysockets/baileys").BinaryNode} BinaryNode
 * @typedef {import("@whiskeysockets/baileys").WAMessage} WAMessage
 * @typedef {import("@whiskeysockets/baileys").SignalRepositoryWithLIDStore} SignalRepository
 * @typedef {import("@whiskeysockets/baileys").SignalKeyStoreWithTransaction} Keys
 */

/**
 * Keeps a message before WhatsApp is told that it arrived.
 *
 * Baileys 7 sends the receipt first and emits `messages.upsert` after, while it catches up even up to 30 seconds later
 * (messages-recv handleMessage, event-buffer): a process that dies in between has lost the message, since WhatsApp's
 * server drops it at the receipt. A message also decrypts only once: the session's keys move on. So it is kept as soon
 * as it is decrypted, within the transaction that moves the keys: either both are on the disk or neither, and in the
 * second case WhatsApp delivers the message again and it decrypts again.
 */
export class BeforeReceipt {
  /** @type {WeakMap<Uint8Array, BinaryNode>} the stanza that a ciphertext came in */
  #stanzas = new WeakMap();
  #keep;

  /** @param {(message: WAMessage) => Promise<void>} keep */
  constructor(keep) {
    this.#keep = keep;
  }

  /**
   * To be called for each frame, before Baileys handles it.
   * @param {unknown} frame
   */
  note(frame) {
    const node = /** @type {BinaryNode} */ (frame);
    if (node?.tag !== "message" || !Array.isArray(node.content)) return;
    for (const { content } of node.content) if (content instanceof Uint8Array) this.#stanzas.set(content, node);
  }

  /**
   * @template {Pick<SignalRepository, "decryptMessage" | "decryptGroupMessage">} T
   * @param {T} repository
   * @param {Pick<Keys, "transaction">} keys
   * @param {{ me?: { id: string, lid?: string } }} creds
   * @returns {T}
   */
  wrap(repository, keys, creds) {
    const { decryptMessage, decryptGroupMessage } = repository;
    /**
     * @param {Uint8Array} ciphertext
     * @param {Uint8Array} plaintext
     */
    const keep = async (ciphertext, plaintext) => {
      const stanza = this.#stanzas.get(ciphertext);
      if (stanza && creds.me) await this.#keep(toMessage(stanza, plaintext, creds.me));
      return plaintext;
    };
    return Object.assign(repository, {
      /** @param {Parameters<SignalRepository["decryptMessage"]>[0]} options */
      decryptMessage: (options) =>
        keys.transaction(async () => keep(options.ciphertext, await decryptMessage.call(repository, options)), options.jid),
      /** @param {Parameters<SignalRepository["decryptGroupMessage"]>[0]} options */
      decryptGroupMessage: (options) =>
        keys.transaction(async () => keep(options.msg, await decryptGroupMessage.call(repository, options)), options.group),
    });
  }
}

/**
 * @param {BinaryNode} stanza
 * @param {Uint8Array} plaintext
 * @param {{ id: string, lid?: string }} me
 * @returns {WAMessage}
 */
function toMessage(stanza, plaintext, me) {
  const { fullMessage } = decodeMessageNode(stanza, me.id, me.lid ?? "");
  const content = proto.Message.decode(unpadRandomMax16(plaintext));
  const message = /** @type {WAMessage} */ ({ ...fullMessage, message: content.deviceSentMessage?.message ?? content });
  cleanMessage(message, me.id, me.lid ?? "");
  return message;
}
