/** Bytes, as Cloudflare documents: the most that a string, a blob or a row of a Durable Object may have. workerd takes more. */
const mostBytes = 2_000_000;

/** The storage of an object with the bound that Cloudflare's has. */
export function boundedStorage(storage: DurableObjectStorage): DurableObjectStorage {
  const sql = new Proxy(storage.sql, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== "exec") return typeof value === "function" ? (value as () => unknown).bind(target) : value;
      return (query: string, ...bindings: (string | number | ArrayBuffer | null)[]) => {
        const bytes = bindings.map((it) => (typeof it === "string" ? new TextEncoder().encode(it).byteLength : it instanceof ArrayBuffer ? it.byteLength : 8));
        if (bytes.reduce((sum, it) => sum + it, 0) > mostBytes) throw new Error("string or blob too big: SQLITE_TOOBIG");
        return target.exec(query, ...bindings);
      };
    },
  });
  return new Proxy(storage, {
    get: (target, name) => {
      if (name === "sql") return sql;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value as () => unknown).bind(target) : value;
    },
  });
}
