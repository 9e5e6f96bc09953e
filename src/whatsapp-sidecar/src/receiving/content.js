// @ts-check
import { normalizeMessageContent } from "@whiskeysockets/baileys";

/** @typedef {import("@whiskeysockets/baileys").proto.IMessage} Content */

/**
 * What a person would read. Undefined for what nobody wrote: reactions, receipts, keys, edits, votes.
 * @param {Content | null | undefined} message
 * @returns {string | undefined}
 */
export function textOf(message) {
  const content = normalizeMessageContent(message ?? undefined);
  if (!content) return undefined;
  const text = content.conversation || content.extendedTextMessage?.text;
  if (text) return text;
  // The caption comes first: a call of the assistant counts only at the beginning, as in v1.
  if (content.imageMessage) return named("Photo", content.imageMessage.caption);
  if (content.videoMessage) return named("Video", content.videoMessage.caption);
  if (content.ptvMessage) return named("Video note");
  if (content.documentMessage) return named(`Document${content.documentMessage.fileName ? `: ${content.documentMessage.fileName}` : ""}`, content.documentMessage.caption);
  if (content.audioMessage) return named(content.audioMessage.ptt ? "Voice message" : "Audio");
  if (content.stickerMessage) return named("Sticker");
  if (content.locationMessage || content.liveLocationMessage) return named("Location");
  if (content.contactMessage) return named(`Contact${content.contactMessage.displayName ? `: ${content.contactMessage.displayName}` : ""}`);
  if (content.contactsArrayMessage) return named("Contacts");
  const poll = content.pollCreationMessage ?? content.pollCreationMessageV2 ?? content.pollCreationMessageV3;
  if (poll) return named(`Poll: ${poll.name ?? ""} (${(poll.options ?? []).map((option) => option.optionName).join(", ")})`);
  return undefined;
}

/**
 * The quoted message and the people mentioned, wherever this kind of message keeps them.
 * @param {Content | null | undefined} message
 * @returns {import("@whiskeysockets/baileys").proto.IContextInfo | undefined}
 */
export function contextOf(message) {
  const content = normalizeMessageContent(message ?? undefined);
  if (!content) return undefined;
  const holders = [
    content.extendedTextMessage, content.imageMessage, content.videoMessage, content.documentMessage,
    content.audioMessage, content.stickerMessage, content.locationMessage, content.contactMessage,
  ];
  return holders.find((holder) => holder?.contextInfo)?.contextInfo ?? undefined;
}

/**
 * @param {string} kind
 * @param {string | null} [caption]
 */
function named(kind, caption) {
  return caption ? `${caption} [${kind}]` : `[${kind}]`;
}
