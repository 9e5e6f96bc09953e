// @ts-check

/**
 * A message as the host gets it. `key` is what it acknowledges.
 * @typedef {{
 *   type: "message", key: string, id: string, jid: string, sender: string, senderName?: string, text: string,
 *   timestamp: number, isGroup: boolean, fromMe: boolean, ours: boolean, mentionsMe: boolean, forwarded?: boolean,
 *   replyTo?: { id: string, text?: string, sender?: string, senderName?: string, fromMe: boolean, ours: boolean }
 * }} MessageEvent
 *
 * @typedef {{ type: "hello", protocol: number, version: string, node: string }
 *   | { type: "qr", data: string }
 *   | { type: "pairing_code", code: string }
 *   | { type: "connected", me: { jid: string, name?: string } }
 *   | { type: "reconnecting", attempt: number, inMs: number, reason: string }
 *   | { type: "logged_out", reason: string }
 *   | { type: "chat", jid: string, name?: string, isGroup: boolean, timestamp?: number }
 *   | { type: "groups", groups: { jid: string, name: string }[] }
 *   | { type: "sent", id: string }
 *   | { type: "failed", id: string, reason: string, permanent: boolean }
 *   | { type: "error", code: string, message: string, id?: string }
 *   | MessageEvent} Event
 *
 * @typedef {(event: Event) => void} Emit
 */

export {};
