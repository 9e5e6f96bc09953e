// @ts-check
import { ordinaryWaits } from "./connection/backoff.js";
import { exitCode } from "./exit-code.js";
import { BrokenLoginError } from "./login/auth-state.js";
import { readCommand, protocolVersion } from "./protocol/commands.js";
import { longestLine, readLines } from "./protocol/lines.js";
import { Session } from "./session.js";
import { LoginInUseError } from "./storage/lock.js";

/**
 * @typedef {import("./protocol/commands.js").StartCommand} StartCommand
 * @typedef {{ waits: import("./connection/backoff.js").Waits, ackTimeoutMs: number, lockMs: number }} Timings
 */

/** @type {Timings} */
export const ordinaryTimings = { waits: ordinaryWaits, ackTimeoutMs: 30_000, lockMs: 10_000 };

/** One start of the sidecar: from the host's `start` to its `stop`, or to the end of its input. */
export class Sidecar {
  #openSocket;
  #emit;
  #timings;
  /** @type {Session | undefined} */
  #session;

  /**
   * @param {import("./connection/socket.js").OpenSocket} openSocket
   * @param {import("./protocol/events.js").Emit} emit
   * @param {Timings} [timings]
   */
  constructor(openSocket, emit, timings = ordinaryTimings) {
    this.#openSocket = openSocket;
    this.#emit = emit;
    this.#timings = timings;
  }

  /**
   * @param {AsyncIterable<Buffer | string>} input
   * @returns {Promise<number>} the exit code
   */
  async run(input) {
    /** @type {(code: number) => void} */
    let finish = () => {};
    const finished = new Promise((/** @type {(code: number) => void} */ resolve) => {
      finish = resolve;
    });
    this.#read(input, finish).catch(() => finish(exitCode.failed));
    const code = await finished;
    await this.#session?.stop();
    return code;
  }

  /**
   * @param {AsyncIterable<Buffer | string>} input
   * @param {(code: number) => void} finish
   */
  async #read(input, finish) {
    for await (const line of readLines(input)) {
      if ("tooLong" in line) {
        this.#emit({ type: "error", code: "bad_line", message: `A line is longer than ${longestLine} bytes; it was skipped.` });
        continue;
      }
      if (line.text === "") continue;
      const read = readCommand(line.text);
      if ("problem" in read) {
        this.#emit({ type: "error", code: "bad_line", message: read.problem, ...(read.id ? { id: read.id } : {}) });
      } else if (read.command.type === "stop") {
        break;
      } else if (read.command.type === "start") {
        await this.#start(read.command, finish);
      } else if (this.#session) {
        this.#session.handle(read.command);
      } else {
        this.#emit({ type: "error", code: "not_started", message: "The first command must be 'start'." });
      }
    }
    finish(exitCode.done);
  }

  /**
   * @param {StartCommand} command
   * @param {(code: number) => void} finish
   */
  async #start(command, finish) {
    if (this.#session || command.protocol !== protocolVersion) {
      this.#emit({ type: "error", code: "bad_start", message: this.#session ? "It has started already." : `This sidecar speaks version ${protocolVersion} of the protocol.` });
      return;
    }
    try {
      this.#session = await Session.open(command, this.#openSocket, this.#emit, this.#timings);
      this.#session.finished.then(finish);
      this.#session.start();
    } catch (error) {
      if (error instanceof BrokenLoginError) {
        this.#emit({ type: "error", code: "broken_store", message: error.message });
        finish(exitCode.brokenStore);
      } else if (error instanceof LoginInUseError) {
        this.#emit({ type: "error", code: "in_use", message: error.message });
        finish(exitCode.inUse);
      } else {
        this.#emit({ type: "error", code: "failed", message: `The sidecar cannot use ${command.store}: ${error instanceof Error ? error.message : "unknown"}` });
        finish(exitCode.failed);
      }
    }
  }
}
