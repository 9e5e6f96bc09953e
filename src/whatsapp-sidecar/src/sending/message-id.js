// @ts-check
import { createHash } from "node:crypto";

const prefix = "3EB0"; // what WhatsApp Web's own ids begin with

/**
 * The WhatsApp id of a delivery: the same text sent again has the same id, and WhatsApp's clients show an id once.
 * @param {string} deliveryId
 */
export function messageIdOf(deliveryId) {
  const name = hex(`nanoclaw:${deliveryId}`, 24);
  return prefix + name + hex(`nanoclaw-sent:${name}`, 12);
}

/**
 * Whether NanoClaw made this id: its end confirms its middle, so that no list of sent ids is needed to tell the
 * assistant's texts from those that its user writes with the same account.
 * @param {string | null | undefined} id
 */
export function isOurs(id) {
  if (!id || id.length !== 40 || !id.startsWith(prefix)) return false;
  return id.slice(28) === hex(`nanoclaw-sent:${id.slice(4, 28)}`, 12);
}

/**
 * @param {string} text
 * @param {number} length
 */
function hex(text, length) {
  return createHash("sha256").update(text).digest("hex").toUpperCase().slice(0, length);
}
