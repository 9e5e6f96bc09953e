// @ts-check
import { createHash } from "node:crypto";
import { jidNormalizedUser } from "@whiskeysockets/baileys";
import { isOurs } from "../sending/message-id.js";
import { contextOf, textOf } from "./content.js";
import { phoneJid } from "./jids.js";

/**
 * @typedef {import("@whiskeysockets/baileys").WAMessage} WAMessage
 * @typedef {import("../protocol/events.js").MessageEvent} MessageEvent
 * @typedef {import("./jids.js").Me} Me
 * @typedef {import("./jids.js").FindPhone} FindPhone
 */

/**
 * What identifies a message, whichever way it came.
 * @param {import("@whiskeysockets/baileys").WAMessageKey} key
 */
export function keyOf(key) {
  const parts = [jidNormalizedUser(key.remoteJid ?? undefined), jidNormalizedUser(key.participant ?? undefined), key.id ?? ""];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 32);
}

/**
 * A message for the host; undefined for what is none: a reaction, a status, a channel's post.
 * @param {WAMessage} message
 * @param {Me} me
 * @param {FindPhone} findPhone
 * @param {(jid: string) => string | undefined} nameOf the name a person was last seen with
 * @returns {Promise<MessageEvent | undefined>}
 */
export async function describe(message, me, findPhone, nameOf) {
  const { key } = message;
  const text = textOf(message.message);
  if (!key.remoteJid || !key.id || !text || !/@(g\.us|s\.whatsapp\.net|lid)$/.test(key.remoteJid)) return undefined;
  const jid = await phoneJid(key.remoteJid, key.remoteJidAlt, me, findPhone);
  const isGroup = jid.endsWith("@g.us");
  const fromMe = key.fromMe === true;
  const sender = fromMe ? jidNormalizedUser(me.id) : isGroup ? await phoneJid(key.participant, key.participantAlt, me, findPhone) : jid;
  const context = contextOf(message.message);
  return {
    type: "message",
    key: keyOf(key),
    id: key.id,
    jid,
    sender,
    senderName: message.pushName || (fromMe ? me.name : nameOf(sender)) || sender.split("@")[0],
    text,
    timestamp: Number(message.messageTimestamp ?? 0) * 1000,
    isGroup,
    fromMe,
    ours: fromMe && isOurs(key.id),
    mentionsMe: (context?.mentionedJid ?? []).some((mentioned) => isMe(mentioned, me)) || isTyped(text, me),
    // What somebody passes on is not their own word.
    forwarded: context?.isForwarded === true || undefined,
    replyTo: await describeReply(context, me, findPhone, nameOf),
  };
}

/**
 * @param {import("@whiskeysockets/baileys").proto.IContextInfo | undefined} context
 * @param {Me} me
 * @param {FindPhone} findPhone
 * @param {(jid: string) => string | undefined} nameOf
 * @returns {Promise<MessageEvent["replyTo"]>}
 */
async function describeReply(context, me, findPhone, nameOf) {
  if (!context?.stanzaId) return undefined;
  const sender = await phoneJid(context.participant, undefined, me, findPhone);
  return {
    id: context.stanzaId,
    text: textOf(context.quotedMessage),
    sender: sender || undefined,
    senderName: (isMe(sender, me) ? me.name : nameOf(sender)) || sender.split("@")[0] || undefined,
    fromMe: isMe(sender, me),
    ours: isMe(sender, me) && isOurs(context.stanzaId),
  };
}

/**
 * Whether one of my numbers is written as @number by hand, which WhatsApp takes for no mention.
 * @param {string} text
 * @param {Me} me
 */
function isTyped(text, me) {
  const mine = [me.id, me.lid].map((jid) => jidNormalizedUser(jid).split("@")[0]).filter(Boolean);
  return [...text.matchAll(/(?<![\p{L}\p{N}_])@\+?([0-9]{5,20})(?![0-9])/gu)].some(([, number]) => mine.includes(number));
}

/**
 * @param {string} jid
 * @param {Me} me
 */
function isMe(jid, me) {
  const plain = jidNormalizedUser(jid);
  return plain !== "" && (plain === jidNormalizedUser(me.id) || plain === jidNormalizedUser(me.lid));
}
