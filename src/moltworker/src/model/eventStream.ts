import { cutStream, senseless } from "./modelErrors";

const longestEvent = 1_048_576;

/** What a reader of events says after each: whether the stream has told all it will. */
export type Progress = "more" | "done";

/**
 * Reads server-sent events and hands over the `data` of each, until the reader is done or the stream ends.
 * This is the turn's hot path: one decode a read, one slice an event.
 * @throws {TurnError} `model_protocol` where the connection breaks or an event has no end.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  onData: (data: string) => Progress,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel, { once: true });
  let pending = "";
  let data = "";
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw cutStream();
      });
      if (done) return;
      const text = pending + decoder.decode(value, { stream: true });
      let start = 0;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
        const stop = end > start && text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
        if (stop === start) {
          if (data !== "" && onData(data) === "done") return;
          data = "";
        } else if (text.startsWith("data:", start)) {
          const from = start + (text.charCodeAt(start + 5) === space ? 6 : 5);
          data = data === "" ? text.slice(from, stop) : `${data}\n${text.slice(from, stop)}`;
        }
        start = end + 1;
      }
      pending = start === text.length ? "" : text.slice(start);
      if (pending.length + data.length > longestEvent) throw senseless("an event is longer than 1 MiB");
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

const carriageReturn = 13;
const space = 32;
