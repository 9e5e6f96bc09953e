// @ts-check

/**
 * @typedef {import("@whiskeysockets/baileys").GroupMetadata} GroupMetadata
 * @typedef {import("../connection/socket.js").Socket} Socket
 * @typedef {import("../protocol/events.js").Emit} Emit
 */

const freshMs = 5 * 60_000; // who is in a group decides who can read a text: an old list is not used
const askedAgainMs = 60_000;
const mostNames = 10_000;

/** What is known of groups and people: names for the host, members for Baileys. */
export class Directory {
  /** @type {Map<string, { metadata: GroupMetadata, at: number }>} */
  #groups = new Map();
  /** @type {Map<string, string>} */
  #people = new Map();
  #askedAt = 0;
  #emit;

  /** @param {Emit} emit */
  constructor(emit) {
    this.#emit = emit;
  }

  /** @param {Socket} socket */
  attach(socket) {
    socket.ev.on("groups.upsert", (groups) => groups.forEach((group) => this.#learn(group)));
    socket.ev.on("groups.update", (groups) =>
      groups.forEach((group) => {
        // Asked of groupFetchAllParticipating, Baileys emits all of a group here; of a change, only what changed.
        if (group.id && group.participants) this.#learn(/** @type {GroupMetadata} */ (group));
        else if (group.id) this.#change(group.id, group.subject);
      }));
    socket.ev.on("group-participants.update", ({ id }) => this.#groups.delete(id));
    socket.ev.on("contacts.update", (contacts) =>
      contacts.forEach(({ id, notify }) => {
        if (id && notify) this.noteName(id, notify);
      }));
  }

  /**
   * Asks for all groups, at most once a minute.
   * @param {Socket} socket
   */
  async refresh(socket) {
    if (Date.now() - this.#askedAt < askedAgainMs) return;
    this.#askedAt = Date.now();
    try {
      for (const group of Object.values(await socket.groupFetchAllParticipating())) this.#learn(group);
    } catch (error) {
      this.#askedAt = 0;
      throw error;
    }
  }

  /** Names and jids of the groups known now. */
  list() {
    return [...this.#groups.values()].map(({ metadata }) => ({ jid: metadata.id, name: metadata.subject }));
  }

  /** @param {string} jid */
  async findGroup(jid) {
    const known = this.#groups.get(jid);
    return known && Date.now() - known.at < freshMs ? known.metadata : undefined;
  }

  /**
   * @param {string} jid
   * @param {string} name
   */
  noteName(jid, name) {
    this.#people.delete(jid);
    this.#people.set(jid, name);
    if (this.#people.size > mostNames) this.#people.delete(this.#people.keys().next().value ?? "");
  }

  /** @param {string} jid */
  nameOf(jid) {
    return this.#people.get(jid);
  }

  /** @param {GroupMetadata} metadata */
  #learn(metadata) {
    const before = this.#groups.get(metadata.id)?.metadata.subject;
    this.#groups.set(metadata.id, { metadata, at: Date.now() });
    if (metadata.subject && metadata.subject !== before) {
      this.#emit({ type: "chat", jid: metadata.id, name: metadata.subject, isGroup: true });
    }
  }

  /**
   * @param {string} jid
   * @param {string | undefined} subject
   */
  #change(jid, subject) {
    const known = this.#groups.get(jid);
    if (known && subject) known.metadata.subject = subject;
    if (known) known.at = 0;
    if (subject) this.#emit({ type: "chat", jid, name: subject, isGroup: true });
  }
}
