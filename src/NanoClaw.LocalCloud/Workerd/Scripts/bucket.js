// An R2 bucket for workerd, which has the binding and no store behind it: the calls that the binding makes (get, head, put,
// list, delete) against a Durable Object's database on this machine. Conditions, ranges and multipart uploads are refused.
import { DurableObject } from "cloudflare:workers";

const metadataSize = "cf-r2-metadata-size";
const most = 1000;
const longest = 1_900_000;

export class Bucket extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec("CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, value BLOB NOT NULL, etag TEXT NOT NULL, uploaded INTEGER NOT NULL) WITHOUT ROWID");
  }

  async fetch(request) {
    if (request.method === "GET") {
      const asked = JSON.parse(request.headers.get("cf-r2-request"));
      return asked.method === "list" ? this.list(asked) : this.get(asked);
    }
    const body = new Uint8Array(await request.arrayBuffer());
    const size = Number(request.headers.get(metadataSize));
    const asked = JSON.parse(new TextDecoder().decode(body.subarray(0, size)));
    if (asked.method === "put" && asked.onlyIf === undefined) return this.put(asked.object, body.subarray(size));
    if (asked.method === "delete") {
      for (const key of asked.objects ?? [asked.object]) this.sql.exec("DELETE FROM objects WHERE key = ?", key);
      return new Response();
    }
    return failure(501, 10001, `This machine's bucket does not do ${asked.method}.`);
  }

  get({ object, method, range, onlyIf }) {
    if (range !== undefined || onlyIf !== undefined) return failure(501, 10001, "This machine's bucket knows no ranges and no conditions.");
    const [row] = this.sql.exec("SELECT key, value, etag, uploaded FROM objects WHERE key = ?", object).toArray();
    if (row === undefined) return failure(404, 10007, "The specified key does not exist.");
    return answer(described(row), method === "head" ? new Uint8Array() : new Uint8Array(row.value));
  }

  async put(key, value) {
    if (value.byteLength > longest) return failure(400, 100100, "This machine's bucket holds no object as large as that.");
    const etag = new Uint8Array(await crypto.subtle.digest("MD5", value)).toHex();
    const uploaded = Date.now();
    this.sql.exec("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)", key, value, etag, uploaded);
    return answer(described({ key, value, etag, uploaded }), new Uint8Array());
  }

  list({ prefix = "", cursor, limit = most, startAfter }) {
    const after = cursor ?? startAfter ?? "";
    const rows = this.sql
      .exec("SELECT key, value, etag, uploaded FROM objects WHERE key > ?1 AND substr(key, 1, length(?2)) = ?2 ORDER BY key LIMIT ?3", after, prefix, Math.min(limit, most) + 1)
      .toArray();
    const truncated = rows.length > Math.min(limit, most);
    if (truncated) rows.pop();
    return answer({ objects: rows.map(described), truncated, ...(truncated && { cursor: rows.at(-1).key }), delimitedPrefixes: [] }, new Uint8Array());
  }
}

export default {
  fetch(request, env) {
    return env.BUCKET.getByName("bucket").fetch(request);
  },
};

function described({ key, value, etag, uploaded }) {
  return { name: key, version: `${etag}-${uploaded}`, size: value.byteLength, etag, uploaded, httpFields: {}, customFields: [], checksums: { 0: etag } };
}

function answer(metadata, value) {
  const text = new TextEncoder().encode(JSON.stringify(metadata));
  const body = new Uint8Array(text.byteLength + value.byteLength);
  body.set(text);
  body.set(value, text.byteLength);
  return new Response(body, { headers: { [metadataSize]: String(text.byteLength), "Content-Type": "application/json" } });
}

function failure(status, v4code, message) {
  return new Response(null, { status, headers: { "cf-r2-error": JSON.stringify({ version: 1, v4code, message }) } });
}
