import type { Run } from "./run";

const encoder = new TextEncoder();
const keepAlive = encoder.encode(": keep-alive\n\n");

/**
 * A run's events after event `after`, as they come. They are saved before they are written: what a reader has seen is
 * not taken back by a restart, since the platform holds a write to the network until the storage has what was given to it before.
 * A reader has a place in the run's events and no queue of its own: a slow one holds nothing up and costs nothing.
 */
export function follow(run: Run, after: number, save: () => void): ReadableStream<Uint8Array> {
  const { readable, writable } = new IdentityTransformStream();
  // A failed write means that the reader has gone away. The run goes on.
  write(run, after, save, writable.getWriter()).catch(() => undefined);
  return readable;
}

async function write(run: Run, after: number, save: () => void, writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
  for (;;) {
    const text = run.after(after);
    if (text !== "") {
      after = run.lastEvent;
      save();
      await writer.write(encoder.encode(text));
    } else if (run.ended) {
      return writer.close();
    } else {
      await run.next();
      if (run.lastEvent === after && !run.ended) await writer.write(keepAlive);
    }
  }
}
