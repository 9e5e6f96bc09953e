import { cutStream, senseless } from "./modelErrors";

/** Milliseconds. What arrives is looked at that often: a model sends in small pieces, and looking costs more than they do. */
const gatherTime = 50;
const longestEvent = 1_048_576;
/** Bytes that are looked at without waiting: a flood is not gathered. */
const mostGathered = 262_144;
/** Bytes of one reply in all, thinking and input of calls included: what no model sends, and memory has to hold. */
const longestStream = 16_777_216;

/** What is said after each event: whether the stream has told all it will. */
export type Progress = "more" | "done";

export interface EventReader {
  /** Takes the `data` of one event. */
  read(data: string): Progress;
  /** The events that came together have been read. */
  pause(): void;
}

/**
 * Reads server-sent events until the reader is done or the stream ends. The first piece after a silence is read at
 * once; what follows is gathered for up to 50 ms, since this is the turn's hot path.
 * @throws {TurnError} `model_protocol` where the connection breaks or an event has no end, and whatever `events` or `onBytes` throws.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  events: EventReader,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<void> {
  const source = body.getReader();
  const gathered = new GatheredEvents(events, onBytes, () => void source.cancel().catch(() => undefined));
  signal.addEventListener("abort", gathered.stop, { once: true });
  // It may have come late, and a binding's call heeds no signal.
  if (signal.aborted) gathered.stop();
  const isWhole = await drain(source, gathered);
  signal.removeEventListener("abort", gathered.stop);
  gathered.end(isWhole);
  if (gathered.failure !== undefined) throw gathered.failure;
  if (!isWhole && !gathered.isDone) throw cutStream();
}

async function drain(source: ReadableStreamDefaultReader<Uint8Array>, gathered: GatheredEvents): Promise<boolean> {
  try {
    for (;;) {
      const { done, value } = await source.read();
      if (done) return true;
      gathered.add(value);
    }
  } catch {
    return false;
  }
}

/** Bytes between the connection and the events that are made of them. */
class GatheredEvents {
  failure: unknown;
  isDone = false;
  private stopped = false;
  private bytes = new Uint8Array(16_384);
  private length = 0;
  private total = 0;
  /** Runs for a while after each look; what comes meanwhile is gathered. */
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly lines: EventLines;

  constructor(
    private readonly events: EventReader,
    private readonly onBytes: (bytes: number) => void,
    private readonly cancel: () => void,
  ) {
    this.lines = new EventLines(events);
  }

  add(piece: Uint8Array): void {
    if (this.stopped) return;
    const length = this.length + piece.byteLength;
    if (length > this.bytes.byteLength) this.bytes = new Uint8Array(this.bytes.buffer.transfer(length * 2));
    this.bytes.set(piece, this.length);
    this.length = length;
    if (this.timer === null || length > mostGathered) this.look();
  }

  /** Reads what is left, the last event of a stream that is whole too, though no blank line came after it. */
  end(isWhole: boolean): void {
    this.look();
    if (isWhole && !this.stopped) this.attempt(() => this.lines.end());
    this.stop();
  }

  readonly stop = (): void => {
    clearTimeout(this.timer);
    this.timer = null;
    this.length = 0;
    if (!this.stopped) this.cancel();
    this.stopped = true;
  };

  private look(): void {
    if (this.stopped || this.length === 0) return;
    // One that runs already is not stopped: that costs more than to look once too often.
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.look();
    }, gatherTime);
    const bytes = this.bytes.subarray(0, this.length);
    this.total += this.length;
    this.length = 0;
    if (this.total > longestStream) this.failure = senseless("it is longer than 16 MiB");
    else {
      this.attempt(() => {
        this.onBytes(bytes.byteLength);
        return this.lines.read(bytes);
      });
    }
    if (this.isDone || this.failure !== undefined) this.stop();
  }

  private attempt(read: () => Progress): void {
    try {
      try {
        this.isDone = read() === "done";
      } finally {
        // Of events that make no sense, those before them did.
        this.events.pause();
      }
    } catch (error) {
      this.failure = error;
    }
  }
}

/** Cuts bytes into lines and lines into events. */
class EventLines {
  private readonly decoder = new TextDecoder();
  private pending = "";
  private data = "";

  constructor(private readonly events: EventReader) {}

  read(bytes: Uint8Array): Progress {
    return this.cut(this.decoder.decode(bytes, { stream: true }));
  }

  /** The stream is over. What is left is an event if it looks whole; else it was cut, and its reader knows what it lacks. */
  end(): Progress {
    const progress = this.cut("\n");
    return progress === "more" && /[}\]]\s*$/.test(this.data) ? this.hand() : progress;
  }

  private cut(more: string): Progress {
    let text = this.pending + more;
    // A line may end with either sign, or with both; the last one here may be the first of both.
    if (text.includes("\r")) text = text.replace(/\r\n|\r(?!$)/g, "\n");
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      if (end === start) {
        if (this.hand() === "done") return "done";
      } else if (text.startsWith("data:", start)) {
        const line = text.slice(start + (text[start + 5] === " " ? 6 : 5), end);
        this.data = this.data === "" ? line : `${this.data}\n${line}`;
      }
      start = end + 1;
    }
    this.pending = text.slice(start);
    if (this.pending.length + this.data.length > longestEvent) throw senseless("an event is longer than 1 MiB");
    return "more";
  }

  private hand(): Progress {
    const data = this.data;
    this.data = "";
    return data === "" ? "more" : this.events.read(data);
  }
}
