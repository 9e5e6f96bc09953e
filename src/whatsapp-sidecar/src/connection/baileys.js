// @ts-check
import { DEFAULT_CONNECTION_CONFIG, fetchLatestWaWebVersion, makeWASocket } from "@whiskeysockets/baileys";

/**
 * Says nothing: Baileys' log lines hold keys and messages.
 * @type {import("@whiskeysockets/baileys").UserFacingSocketConfig["logger"]}
 */
const silent = {
  level: "silent",
  child: () => /** @type {any} */ (silent),
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/**
 * Opens Baileys' own socket.
 * @param {Partial<import("@whiskeysockets/baileys").UserFacingSocketConfig>} [overrides]
 * @returns {import("./socket.js").OpenSocket}
 */
export function openBaileys(overrides = {}) {
  /** @type {import("@whiskeysockets/baileys").WAVersion | undefined} */
  let newer;
  return async ({ auth, beforeReceipt, findSentText, findGroup, isOutdated }) => {
    if (isOutdated) {
      const latest = await fetchLatestWaWebVersion();
      if (latest.isLatest) newer = latest.version;
    }
    const socket = makeWASocket({
      auth: { creds: auth.creds, keys: auth.keys },
      logger: silent,
      // What the phone shows under "Linked devices".
      browser: ["NanoClaw", "Chrome", "1.0.0"],
      ...(newer ? { version: newer } : {}),
      syncFullHistory: false,
      // The host is told by 'sent'; an echo would only look like a message of the user.
      emitOwnEvents: false,
      // Online only while the assistant writes: see sending/typing.js.
      markOnlineOnConnect: false,
      getMessage: async ({ id }) => {
        const text = await findSentText(id);
        return text === undefined ? undefined : { extendedTextMessage: { text } };
      },
      cachedGroupMetadata: findGroup,
      makeSignalRepository: (signal, logger, findLids) =>
        beforeReceipt.wrap(
          DEFAULT_CONNECTION_CONFIG.makeSignalRepository(signal, logger, findLids),
          /** @type {import("@whiskeysockets/baileys").SignalKeyStoreWithTransaction} */ (signal.keys),
          auth.creds,
        ),
      ...overrides,
    });
    return /** @type {import("./socket.js").Socket} */ (/** @type {unknown} */ (socket));
  };
}
