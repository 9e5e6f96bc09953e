// @ts-check
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from "node:crypto";
import { once } from "node:events";
import { Curve, NOISE_MODE, NOISE_WA_HEADER, WA_CERT_DETAILS, decodeBinaryNode, encodeBinaryNode, proto } from "@whiskeysockets/baileys";
import { WebSocketServer } from "ws";

/**
 * @typedef {import("@whiskeysockets/baileys").BinaryNode} BinaryNode
 * @typedef {{ send(node: BinaryNode): void, close(): void, payload: proto.IClientPayload }} Client
 */

/**
 * WhatsApp's side of the connection, for Baileys itself: the Noise handshake (Noise_XX_25519_AESGCM_SHA256), then
 * encrypted stanzas. Baileys trusts one root key; a process of tests has its own put there.
 */
export class NoiseServer {
  #server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  #root = Curve.generateKeyPair();
  #static = Curve.generateKeyPair();

  /**
   * @param {(client: Client) => void} onClient after the handshake
   * @param {(client: Client, node: BinaryNode) => void} onNode
   */
  constructor(onClient, onNode) {
    WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(this.#root.public);
    this.#server.on("connection", (socket) => {
      const noise = new Responder(this.#static, this.#certificate());
      /** @type {Buffer} */
      let bytes = Buffer.alloc(0);
      let isIntroduced = false;
      /** @type {Client | undefined} */
      let client;
      /** @param {Uint8Array} data */
      const write = (data) => {
        const frame = Buffer.concat([Buffer.from([data.length >> 16, (data.length >> 8) & 255, data.length & 255]), data]);
        socket.send(frame);
      };
      socket.on("message", async (data) => {
        bytes = Buffer.concat([bytes, /** @type {Buffer} */ (data)]);
        if (!isIntroduced) {
          bytes = bytes.subarray(NOISE_WA_HEADER.length);
          isIntroduced = true;
        }
        while (bytes.length >= 3 && bytes.length >= 3 + bytes.readUIntBE(0, 3)) {
          const frame = bytes.subarray(3, 3 + bytes.readUIntBE(0, 3));
          bytes = bytes.subarray(3 + frame.length);
          if (client) {
            onNode(client, await decodeBinaryNode(noise.open(frame)));
            continue;
          }
          const step = noise.step(proto.HandshakeMessage.decode(frame));
          if ("answer" in step) {
            write(step.answer);
          } else {
            client = { payload: step.payload, send: (node) => write(noise.seal(encodeBinaryNode(node))), close: () => socket.close() };
            onClient(client);
          }
        }
      });
    });
  }

  async url() {
    if (!this.#server.address()) await once(this.#server, "listening");
    return `ws://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (this.#server.address()).port}/ws/chat`;
  }

  close() {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #certificate() {
    const { Details } = proto.CertChain.NoiseCertificate;
    const intermediate = Curve.generateKeyPair();
    const intermediateDetails = Details.encode({ serial: 1, issuerSerial: WA_CERT_DETAILS.SERIAL, key: intermediate.public }).finish();
    const leafDetails = Details.encode({ serial: 2, issuerSerial: 1, key: this.#static.public }).finish();
    return proto.CertChain.encode({
      intermediate: { details: intermediateDetails, signature: Curve.sign(this.#root.private, intermediateDetails) },
      leaf: { details: leafDetails, signature: Curve.sign(intermediate.private, leafDetails) },
    }).finish();
  }
}

/** The responder of Noise XX, as noiseprotocol.org describes it. */
class Responder {
  /** @type {Buffer} */
  #hash = Buffer.from(NOISE_MODE);
  /** @type {Buffer} */
  #chain = this.#hash;
  /** @type {Buffer} */
  #key = this.#hash;
  #nonce = 0;
  #ephemeral = Curve.generateKeyPair();
  #static;
  #certificate;
  /** @type {Buffer} */
  #sealKey = this.#hash;
  /** @type {Buffer} */
  #openKey = this.#hash;
  #sealed = 0;
  #opened = 0;

  /**
   * @param {{ public: Uint8Array, private: Uint8Array }} keys
   * @param {Uint8Array} certificate
   */
  constructor(keys, certificate) {
    this.#static = keys;
    this.#certificate = certificate;
    this.#mixHash(NOISE_WA_HEADER);
  }

  /**
   * @param {proto.HandshakeMessage} message
   * @returns {{ answer: Uint8Array } | { payload: proto.IClientPayload }}
   */
  step({ clientHello, clientFinish }) {
    if (clientHello?.ephemeral) {
      this.#mixHash(clientHello.ephemeral);
      this.#mixHash(this.#ephemeral.public);
      this.#mixKey(Curve.sharedKey(this.#ephemeral.private, clientHello.ephemeral));
      const encryptedStatic = this.#encrypt(this.#static.public);
      this.#mixKey(Curve.sharedKey(this.#static.private, clientHello.ephemeral));
      const payload = this.#encrypt(this.#certificate);
      return { answer: proto.HandshakeMessage.encode({ serverHello: { ephemeral: this.#ephemeral.public, static: encryptedStatic, payload } }).finish() };
    }
    const clientStatic = this.#decrypt(/** @type {Uint8Array} */ (clientFinish?.static));
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, clientStatic));
    const payload = proto.ClientPayload.decode(this.#decrypt(/** @type {Uint8Array} */ (clientFinish?.payload)));
    [this.#openKey, this.#sealKey] = this.#derive(Buffer.alloc(0));
    return { payload };
  }

  /** @param {Uint8Array} plaintext */
  seal(plaintext) {
    return gcm(createCipheriv, this.#sealKey, this.#sealed++, plaintext, Buffer.alloc(0));
  }

  /** @param {Uint8Array} ciphertext */
  open(ciphertext) {
    return gcm(createDecipheriv, this.#openKey, this.#opened++, ciphertext, Buffer.alloc(0));
  }

  /** @param {Uint8Array} plaintext */
  #encrypt(plaintext) {
    const ciphertext = gcm(createCipheriv, this.#key, this.#nonce++, plaintext, this.#hash);
    this.#mixHash(ciphertext);
    return ciphertext;
  }

  /** @param {Uint8Array} ciphertext */
  #decrypt(ciphertext) {
    const plaintext = gcm(createDecipheriv, this.#key, this.#nonce++, ciphertext, this.#hash);
    this.#mixHash(ciphertext);
    return plaintext;
  }

  /** @param {Uint8Array} data */
  #mixHash(data) {
    this.#hash = createHash("sha256").update(this.#hash).update(data).digest();
  }

  /** @param {Uint8Array} secret */
  #mixKey(secret) {
    [this.#chain, this.#key] = this.#derive(secret);
    this.#nonce = 0;
  }

  /**
   * @param {Uint8Array} secret
   * @returns {[Buffer, Buffer]}
   */
  #derive(secret) {
    const keys = Buffer.from(hkdfSync("sha256", secret, this.#chain, "", 64));
    return [keys.subarray(0, 32), keys.subarray(32)];
  }
}

/**
 * @param {typeof createCipheriv | typeof createDecipheriv} create
 * @param {Buffer} key
 * @param {number} counter
 * @param {Uint8Array} data
 * @param {Buffer} additional
 */
function gcm(create, key, counter, data, additional) {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(counter, 8);
  const cipher = create("aes-256-gcm", key, nonce);
  cipher.setAAD(additional);
  if ("setAuthTag" in cipher) {
    cipher.setAuthTag(data.subarray(-16));
    return Buffer.concat([cipher.update(data.subarray(0, -16)), cipher.final()]);
  }
  return Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]);
}
