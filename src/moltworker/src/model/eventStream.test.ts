import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type EventReader, readEvents } from "./eventStream";

const start = 1_000_000;
let now = start;

beforeEach(() => {
  now = start;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now });
});
afterEach(() => void vi.useRealTimers());

interface Reading {
  readonly heard: string[];
  readonly ended: Promise<void>;
  readonly controller: AbortController;
  send(text: string): Promise<void>;
  close(): void;
  isCancelled(): boolean;
}

function reading(reader: Partial<EventReader> = {}): Reading {
  const heard: string[] = [];
  let together: string[] = [];
  let cancelled = false;
  let source!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => void (source = controller),
    cancel: () => void (cancelled = true),
  });
  const events: EventReader = {
    read: (data) => {
      together.push(data);
      return data === "last" ? "done" : "more";
    },
    pause: () => {
      if (together.length > 0) heard.push(together.join("+"));
      together = [];
    },
    ...reader,
  };
  const controller = new AbortController();
  return {
    heard,
    controller,
    ended: readEvents(body, controller.signal, events),
    async send(text) {
      source.enqueue(new TextEncoder().encode(text));
      await settle();
    },
    close: () => source.close(),
    isCancelled: () => cancelled,
  };
}

/** Lets the reading go on until it waits for more. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

describe("reading events", () => {
  it("hands the first over at once and gathers what follows for 50 ms", async () => {
    const it = reading();
    await it.send("data: 1\n\n");
    expect(it.heard).toEqual(["1"]);
    await it.send("data: 2\n\n");
    vi.advanceTimersByTime(30);
    await it.send("data: 3\n\n");
    vi.advanceTimersByTime(19);
    expect(it.heard).toEqual(["1"]);
    vi.advanceTimersByTime(1);
    expect(it.heard).toEqual(["1", "2+3"]);
    vi.advanceTimersByTime(60);
    await it.send("data: 4\n\n");
    expect(it.heard).toEqual(["1", "2+3", "4"]);
    it.close();
    await it.ended;
  });

  it("hands over what is left when the stream ends, without waiting", async () => {
    const it = reading();
    await it.send("data: 1\n\n");
    await it.send("data: 2\n\n");
    it.close();
    await it.ended;
    expect(it.heard).toEqual(["1", "2"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends with the event that says so, though the connection stays open", async () => {
    const it = reading();
    await it.send("data: 1\n\ndata: last\n\ndata: beyond\n\n");
    await it.ended;
    expect(it.heard).toEqual(["1+last"]);
    expect(it.isCancelled()).toBe(true);
  });

  it("fails with what the reader throws, and lets go of the connection", async () => {
    const fault = new Error("senseless");
    const it = reading({
      read: () => {
        throw fault;
      },
    });
    const failed = expect(it.ended).rejects.toBe(fault);
    await it.send("data: 1\n\n");
    await failed;
    expect(it.isCancelled()).toBe(true);
  });

  it("lets go of the connection when it is aborted, and reads nothing after that", async () => {
    const it = reading();
    await it.send("data: 1\n\n");
    await it.send("data: 2\n\n");
    it.controller.abort();
    await it.ended;
    vi.advanceTimersByTime(1000);
    expect(it.heard).toEqual(["1"]);
    expect(it.isCancelled()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lets go of a connection that comes when it is aborted already, and reads nothing of it", async () => {
    const it = reading();
    const cancelled = vi.fn();
    const controller = new AbortController();
    controller.abort();
    await readEvents(new ReadableStream({ pull: (source) => source.enqueue(new TextEncoder().encode("data: 1\n\n")), cancel: cancelled }), controller.signal, {
      read: (data) => (it.heard.push(data) > 9 ? "done" : "more"),
      pause: () => undefined,
    });
    expect(it.heard).toEqual([]);
    expect(cancelled).toHaveBeenCalledOnce();
    it.close();
  });

  it("joins the data lines of one event, and passes over comments and other fields", async () => {
    const it = reading();
    await it.send(": hello\nid: 5\nretry: 10\nevent: x\ndata: 1\ndata:2\ndatabase: 3\n\n\n\nevent: empty\n\n");
    it.close();
    await it.ended;
    expect(it.heard).toEqual(["1\n2"]);
  });
});
