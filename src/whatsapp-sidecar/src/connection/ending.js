// @ts-check
import { DisconnectReason } from "@whiskeysockets/baileys";

/**
 * What the end of a connection means for the next.
 * @typedef {{ kind: "again" | "at once" | "rest" | "over", reason: string, isOutdated?: boolean }} Ending
 */

const outdated = 405;

/** A message could not be written to the disk: the connection ends before WhatsApp is told that it arrived. */
export class NotKeptError extends Error {}

/**
 * @param {unknown} error the error of Baileys' `lastDisconnect`
 * @returns {Ending}
 */
export function endingOf(error) {
  if (error instanceof NotKeptError) return { kind: "again", reason: "A message could not be kept on the disk; WhatsApp delivers it again." };
  const code = statusOf(error);
  switch (code) {
    case DisconnectReason.restartRequired:
      return { kind: "at once", reason: "WhatsApp asked for a new connection." };
    case DisconnectReason.loggedOut:
      return { kind: "over", reason: "WhatsApp has ended this login (on the phone under Linked devices, or after two weeks without the phone)." };
    case DisconnectReason.forbidden:
      return { kind: "over", reason: "WhatsApp has blocked this account or this login (403): look into WhatsApp on the phone." };
    case DisconnectReason.multideviceMismatch:
      return { kind: "over", reason: "This login is of an older kind that WhatsApp no longer takes." };
    case DisconnectReason.connectionReplaced:
      return { kind: "rest", reason: "Another program uses this WhatsApp login, with a copy of store/auth (an older NanoClaw?): end it." };
    case outdated:
      return { kind: "again", reason: "WhatsApp asks for a newer version of its client (405).", isOutdated: true };
    case DisconnectReason.timedOut:
      return { kind: "again", reason: timeoutOf(error) };
    case DisconnectReason.unavailableService:
      return { kind: "again", reason: "WhatsApp is not available (503)." };
    case DisconnectReason.connectionClosed:
      return { kind: "again", reason: "The connection was closed." };
    default:
      return { kind: "again", reason: code ? `The connection ended (${code}).` : "There is no connection to WhatsApp." };
  }
}

/**
 * Baileys has one code for three things.
 * @param {unknown} error
 */
function timeoutOf(error) {
  const message = error instanceof Error ? error.message : "";
  if (message.startsWith("WebSocket Error")) return "WhatsApp cannot be reached: is there a connection to the internet?";
  return message.startsWith("QR refs") ? "No code was used in time; the next ones follow." : "WhatsApp did not answer in time.";
}

/** @param {unknown} error */
function statusOf(error) {
  const output = error instanceof Error && "output" in error ? /** @type {{ statusCode?: unknown }} */ (error.output) : undefined;
  return typeof output?.statusCode === "number" ? output.statusCode : undefined;
}
