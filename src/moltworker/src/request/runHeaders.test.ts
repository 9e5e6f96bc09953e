import { describe, expect, it } from "vitest";
import { readRunHeaders } from "./runHeaders";

const runId = "0198f0c2-6f0e-7c1a-9b1e-2f6f0f8b1a11";

describe("readRunHeaders", () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ["*/*", false],
    ["application/json", false],
    ["text/event-stream", true],
    ["Text/Event-Stream; q=0.9", true],
    ["text/html, application/json;q=0.5", false],
    ["text/event-stream, application/json", true],
  ])("reads Accept: %s", (accept, stream) => {
    expect(readRunHeaders(new Headers({ "Idempotency-Key": runId, ...(accept !== undefined && { Accept: accept }) }))).toEqual({ runId, stream });
  });

  it("reads Last-Event-ID", () => {
    expect(readRunHeaders(new Headers({ "Idempotency-Key": runId, "Last-Event-ID": "17" })).lastEventId).toBe(17);
    expect(readRunHeaders(new Headers({ "Idempotency-Key": runId, "Last-Event-ID": "0" })).lastEventId).toBe(0);
  });

  it.each<[string, Record<string, string>]>([
    ["Idempotency-Key", {}],
    ["Idempotency-Key", { "Idempotency-Key": "short" }],
    ["Idempotency-Key", { "Idempotency-Key": "a".repeat(65) }],
    ["Idempotency-Key", { "Idempotency-Key": "0198f0c2 6f0e 7c1a" }],
    ["Accept", { "Idempotency-Key": runId, Accept: "text/html" }],
    ["Last-Event-ID", { "Idempotency-Key": runId, "Last-Event-ID": "-1" }],
    ["Last-Event-ID", { "Idempotency-Key": runId, "Last-Event-ID": "01" }],
    ["Last-Event-ID", { "Idempotency-Key": runId, "Last-Event-ID": "1.5" }],
    ["Last-Event-ID", { "Idempotency-Key": runId, "Last-Event-ID": "last" }],
    ["Last-Event-ID", { "Idempotency-Key": runId, "Last-Event-ID": "99999999999" }],
  ])("refuses and names %s", (name, headers) => {
    expect(() => readRunHeaders(new Headers(headers))).toThrow(`The header ${name} must`);
  });
});
