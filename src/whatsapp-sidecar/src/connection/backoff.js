// @ts-check

/**
 * @typedef {{ firstMs: number, longestMs: number, steadyMs: number, restMs: number }} Waits
 * `steadyMs`: how long a connection must last before the next failure counts as the first; `restMs`: the wait after
 * another program took the connection, so that two programs do not throw each other out all the time.
 */

/** @type {Waits} */
export const ordinaryWaits = { firstMs: 1000, longestMs: 60_000, steadyMs: 30_000, restMs: 60_000 };

/** Twice as long each time, and never two machines at once. */
export class Backoff {
  #attempt = 0;
  #waits;
  #random;

  /**
   * @param {Waits} waits
   * @param {() => number} [random]
   */
  constructor(waits, random = Math.random) {
    this.#waits = waits;
    this.#random = random;
  }

  get attempt() {
    return this.#attempt;
  }

  /** @returns {number} milliseconds, between half of the full wait and all of it */
  next() {
    const full = Math.min(this.#waits.firstMs * 2 ** this.#attempt, this.#waits.longestMs);
    this.#attempt++;
    return Math.round(full * (0.5 + this.#random() / 2));
  }

  reset() {
    this.#attempt = 0;
  }
}
