/** Bounds of a turn that no setting changes; `docs/CONTRACT.md` lists them with those that one does. */

/** Calls of one reply that are made; each further one is answered with an error. */
export const callsAReply = 16;

/** Calls in one reply that make it senseless. */
export const mostCallsAReply = 128;

/** What the model is handed by its tools in a turn, in UTF-16 code units. */
export const resultCharactersATurn = 262_144;

/** A host is one person's server, which a page may make the agent call again and again. */
export const webReadsAHost = 5;

/** A provider that counts no tokens is bounded by what it says. */
export const charactersAToken = 16;

/** A stream has a frame of JSON around each token, a few hundred bytes long; more is no reply. */
export const streamBytesAToken = 1_024;

/** What a model call may stream besides its tokens: comments that keep it alive, empty deltas. */
export const streamBytesACall = 65_536;
