import type { Run } from "./run";

const encoder = new TextEncoder();
const keepAlive = encoder.encode(": keep-alive\n\n");

/**
 * A run's events after event `after`, as they come. What is given to the storage before is in it by the time that a write
 * leaves: the platform sees to that.
 * A reader has a place in the run's events and no queue of its own: a slow one holds nothing up and costs nothing.
 */
export function follow(run: Run, after: number): ReadableStream<Uint8Array> {
  const { readable, writable } = new IdentityTransformStream();
  run.readers++;
  run.onReader();
  // A failed write means that the reader has gone away. The run goes on.
  write(run, after, writable.getWriter())
    .catch(() => undefined)
    .finally(() => run.readers--);
  return readable;
}

async function write(run: Run, after: number, writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
  for (;;) {
    const text = run.after(after);
    if (text !== "") {
      after = run.lastEvent;
      await writer.write(encoder.encode(text));
    } else if (run.ended) {
      return writer.close();
    } else {
      await run.next();
      if (run.lastEvent === after && !run.ended) await writer.write(keepAlive);
    }
  }
}
