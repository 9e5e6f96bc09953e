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
  const poll =
    content.pollCreationMessage ?? content.pollCreationMessageV2 ?? content.pollCreationMessageV3 ??
    normalizeMessageContent(content.pollCreationMessageV4?.message ?? undefined)?.pollCreationMessage ?? content.pollCreationMessageV5;
  if (poll) return named(`Poll: ${poll.name ?? ""} (${listed((poll.options ?? []).map((option) => option.optionName))})`);
  return choicesOf(content) ?? choiceOf(content);
}

/**
 * What offers something to choose from: its text, and what there is.
 * @param {Content} content
 */
function choicesOf(content) {
  const { listMessage: list, buttonsMessage: buttons, eventMessage: event, interactiveMessage: interactive, groupInviteMessage: invite } = content;
  const template = content.templateMessage?.hydratedTemplate ?? content.templateMessage?.hydratedFourRowTemplate;
  if (list) {
    const rows = (list.sections ?? []).flatMap((section) => section.rows ?? []).map((row) => row.title);
    return named(`List: ${listed(rows)}`, joined(list.title, list.description));
  }
  if (buttons) return named(`Buttons: ${listed((buttons.buttons ?? []).map((button) => button.buttonText?.displayText))}`, joined(buttons.text, buttons.contentText));
  if (content.templateMessage) {
    const shown = (template?.hydratedButtons ?? []).map((button) => (button.quickReplyButton ?? button.urlButton ?? button.callButton)?.displayText);
    return named(`Template: ${listed(shown)}`, joined(template?.hydratedTitleText, template?.hydratedContentText));
  }
  if (interactive) return named("Buttons", joined(interactive.header?.title, interactive.body?.text));
  if (event) return named(`Event: ${event.name ?? ""}`, event.description);
  if (invite) return named(`Invitation: ${invite.groupName ?? ""}`, invite.caption);
  return undefined;
}

/**
 * What somebody chose of it.
 * @param {Content} content
 */
function choiceOf(content) {
  const chosen = [
    [content.listResponseMessage, content.listResponseMessage?.title],
    [content.buttonsResponseMessage, content.buttonsResponseMessage?.selectedDisplayText],
    [content.templateButtonReplyMessage, content.templateButtonReplyMessage?.selectedDisplayText],
    [content.interactiveResponseMessage, content.interactiveResponseMessage?.body?.text],
  ].find(([message]) => message);
  return chosen && named("Choice", /** @type {string | null | undefined} */ (chosen[1]));
}

/** @param {(string | null | undefined)[]} names */
function listed(names) {
  return names.filter(Boolean).join(", ");
}

/** @param {(string | null | undefined)[]} texts */
function joined(...texts) {
  return texts.filter(Boolean).join(": ");
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
    content.listMessage, content.listResponseMessage, content.buttonsMessage, content.buttonsResponseMessage,
    content.templateMessage, content.templateButtonReplyMessage, content.interactiveMessage, content.interactiveResponseMessage,
    content.eventMessage, content.groupInviteMessage, content.pollCreationMessage, content.pollCreationMessageV2, content.pollCreationMessageV3,
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
