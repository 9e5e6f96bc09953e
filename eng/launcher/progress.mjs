const heartbeatSeconds = 15;

/** What a person sees while NanoClaw builds: steps with their seconds; on a terminal one more line that counts. */
export class Progress {
  #out;
  #isTerminal;
  #started = performance.now();
  #doing = "";
  #timer;

  constructor(out) {
    this.#out = out;
    this.#isTerminal = Boolean(out.isTTY) && process.env.TERM !== "dumb";
  }

  begin(what) {
    this.#started = performance.now();
    this.line(`${what} ...`);
    let sinceStep = 0;
    this.#timer = setInterval(() => {
      sinceStep++;
      if (this.#isTerminal) this.#show();
      else if (sinceStep % heartbeatSeconds === 0) this.line(`  ${this.#seconds()} s: ${this.#doing}`);
    }, 1000);
  }

  /** What is being done now. */
  doing(what) {
    this.#doing = what;
    if (this.#isTerminal) this.#show();
  }

  /** A step that has ended. */
  step(what) {
    this.line(`  ${this.#seconds().padStart(3)} s  ${what}`);
  }

  line(text) {
    this.#out.write(`${this.#isTerminal ? "\r\x1b[2K" : ""}nanoclaw: ${text}\n`);
  }

  end() {
    clearInterval(this.#timer);
    if (this.#isTerminal) this.#out.write("\r\x1b[2K");
  }

  #show() {
    const width = (this.#out.columns || 80) - 1;
    this.#out.write(`\r\x1b[2K${`nanoclaw:   ${this.#seconds().padStart(3)} s  ${this.#doing} ...`.slice(0, width)}`);
  }

  #seconds() {
    return String(Math.round((performance.now() - this.#started) / 1000));
  }
}
