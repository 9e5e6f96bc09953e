// @ts-check

/**
 * The part of Baileys' socket that the sidecar uses; tests put a scripted one in its place.
 * @typedef {Pick<import("@whiskeysockets/baileys").WASocket,
 *   "sendMessage" | "sendPresenceUpdate" | "groupFetchAllParticipating" | "requestPairingCode" | "logout" | "end"> & {
 *   ev: { on<E extends keyof import("@whiskeysockets/baileys").BaileysEventMap>(event: E, listener: (arg: import("@whiskeysockets/baileys").BaileysEventMap[E]) => void): void },
 *   ws: { on(event: string, listener: (node: import("@whiskeysockets/baileys").BinaryNode) => void): unknown },
 *   user?: { id: string, lid?: string, name?: string },
 *   signalRepository: { lidMapping: { getPNForLID(lid: string): Promise<string | null> } }
 * }} Socket
 *
 * @typedef {{
 *   auth: import("../login/auth-state.js").AuthState,
 *   beforeReceipt: import("../receiving/before-receipt.js").BeforeReceipt,
 *   findSentText: (id: string | null | undefined) => Promise<string | undefined>,
 *   findGroup: (jid: string) => Promise<import("@whiskeysockets/baileys").GroupMetadata | undefined>,
 *   isOutdated: boolean
 * }} SocketOptions `isOutdated`: WhatsApp refused the version of the client last time
 *
 * @typedef {(options: SocketOptions) => Promise<Socket>} OpenSocket
 */

export {};
