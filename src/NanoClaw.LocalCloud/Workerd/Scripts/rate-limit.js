// Cloudflare's `ratelimit` binding for workerd, which has none: fixed windows, counters shared by namespace and key.
const windows = new Map();
const SWEEP_AT = 10_000;

class RateLimit {
  constructor(env) {
    this.namespaceId = env.namespaceId;
    this.most = env.limit;
    this.period = env.periodSeconds * 1000;
  }

  async limit(options) {
    if (typeof options?.key !== "string") {
      throw new TypeError("limit() needs { key: string }");
    }
    const now = Date.now();
    if (windows.size > SWEEP_AT) {
      for (const [name, window] of windows) {
        if (window.ends <= now) windows.delete(name);
      }
    }
    const name = `${this.namespaceId} ${options.key}`;
    let window = windows.get(name);
    if (window === undefined || window.ends <= now) {
      window = { count: 0, ends: now + this.period };
      windows.set(name, window);
    }
    window.count += 1;
    return { success: window.count <= this.most };
  }
}

export default (env) => new RateLimit(env);
