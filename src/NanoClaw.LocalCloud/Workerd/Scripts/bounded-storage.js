// Cloudflare's bound of a Durable Object with SQLite, which workerd alone does not keep: 2 MB a string, a blob, a row, and
// a key with its value (developers.cloudflare.com/durable-objects/platform/limits). It is refused in Cloudflare's words.
const mostBytes = 2_000_000;
const encoder = new TextEncoder();
const bounded = new WeakSet();

/** Bounds the storage of an object before it has it. */
export function bound(storage) {
  guard(Object.getPrototypeOf(storage.sql), "exec", (query, ...values) => sum(values), false);
  guard(Object.getPrototypeOf(storage), "put", sizeOfPut, true);
  if (storage.kv !== undefined) guard(Object.getPrototypeOf(storage.kv), "put", sizeOfPut, false);
}

/** Once an isolate: all objects in it have the one method. */
function guard(prototype, name, sizeOf, isAsync) {
  if (bounded.has(prototype)) return;
  bounded.add(prototype);
  const original = prototype[name];
  prototype[name] = function (...args) {
    if (sizeOf(...args) > mostBytes) {
      const error = new Error("string or blob too big: SQLITE_TOOBIG");
      if (isAsync) return Promise.reject(error);
      throw error;
    }
    return Reflect.apply(original, this, args);
  };
}

/** What a statement is given counts as one row: a row of several such values is what it writes at most. */
function sum(values) {
  let bytes = 0;
  for (const value of values) bytes += sizeOf(value);
  return bytes;
}

function sizeOfPut(key, value) {
  if (typeof key === "string") return sizeOf(key) + sizeOf(value);
  return Math.max(0, ...Object.entries(key ?? {}).map(([name, its]) => sizeOf(name) + sizeOf(its)));
}

function sizeOf(value) {
  switch (typeof value) {
    case "string":
      return value.length < 1000 ? value.length : encoder.encode(value).byteLength;
    case "object":
      if (value === null) return 0;
      return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value.byteLength : sizeOf(JSON.stringify(value) ?? "");
    default:
      return 8;
  }
}
