// @ts-check
import { DEFAULT_CONNECTION_CONFIG, addTransactionCapability, generateSignalPubKey, initAuthCreds, proto } from "@whiskeysockets/baileys";

/** @type {any} */
const silent = { level: "silent", child: () => silent, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * A device of a person, with Signal's own encryption and its keys in memory.
 * @param {string} jid
 */
export function makeDevice(jid) {
  const creds = { ...initAuthCreds(), me: { id: jid } };
  /** @type {Record<string, any>} */
  const values = {};
  const keys = addTransactionCapability(
    {
      get: async (type, ids) => Object.fromEntries(ids.map((id) => [id, values[`${type}-${id}`]])),
      set: async (data) => {
        for (const [type, ofType] of Object.entries(data)) for (const [id, value] of Object.entries(ofType ?? {})) values[`${type}-${id}`] = value;
      },
    },
    silent,
    { maxCommitRetries: 1, delayBetweenTriesMs: 1 },
  );
  const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, silent, async () => []);
  return {
    jid,
    creds,
    keys,
    repository,
    /**
     * Learns the public keys of another device, as WhatsApp's server gives them.
     * @param {{ jid: string, creds: import("@whiskeysockets/baileys").AuthenticationCreds }} other
     */
    meet: (other) => repository.injectE2ESession({
      jid: other.jid,
      session: /** @type {any} */ ({
        registrationId: other.creds.registrationId,
        identityKey: generateSignalPubKey(other.creds.signedIdentityKey.public),
        signedPreKey: {
          keyId: other.creds.signedPreKey.keyId,
          publicKey: generateSignalPubKey(other.creds.signedPreKey.keyPair.public),
          signature: other.creds.signedPreKey.signature,
        },
      }),
    }),
    /**
     * @param {string} to
     * @param {Uint8Array} data
     */
    encrypt: (to, data) => repository.encryptMessage({ jid: to, data }),
  };
}

/**
 * A text as it is encrypted: WhatsApp's message and a byte of padding.
 * @param {string} text
 */
export function plaintextOf(text) {
  return Buffer.concat([proto.Message.encode({ conversation: text }).finish(), Buffer.from([1])]);
}
