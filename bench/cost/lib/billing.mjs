/** What a provider asks for a million tokens, and from how many on it keeps a prompt: https://platform.claude.com/docs/en/about-claude/pricing (November 2026). */
export const prices = {
  "Sonnet 4.5": { fresh: 3, write: { "5m": 3.75, "1h": 6 }, read: 0.3, leastPrefix: 1024 },
  "Haiku 4.5": { fresh: 1, write: { "5m": 1.25, "1h": 2 }, read: 0.1, leastPrefix: 4096 },
};

const lifetimes = { "5m": 300_000, "1h": 3_600_000 };
const lookBack = 20;
const mostMarks = 4;

/** Four characters a token, and a few around each block: the same for all that are compared. */
const tokensOf = ({ text, content, ...rest }) => 4 + Math.ceil((text ?? content ?? JSON.stringify(rest)).length / 4);

/**
 * A cache that bills like Anthropic's: tools, system prompt and messages in this order, block by block; a mark keeps all before it, finds
 * what was kept up to it and up to 20 blocks before it, and a finding renews what was found for its own lifetime, not for the mark's.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export class Billing {
  #kept = new Map();
  tokens = { fresh: 0, "5m": 0, "1h": 0, read: 0 };

  constructor(price) {
    this.price = price;
  }

  get dollars() {
    const { fresh, write, read } = this.price;
    const { tokens } = this;
    return (tokens.fresh * fresh + tokens["5m"] * write["5m"] + tokens["1h"] * write["1h"] + tokens.read * read) / 1_000_000;
  }

  /** @returns what it billed of the request, as the API's `usage` has it. */
  take({ tools = [], system = [], messages }, now) {
    const blocks = [...tools, ...system, ...messages.flatMap(({ role, content }) => content.map((block) => ({ role, ...block })))];
    const ends = [];
    let prefix = "";
    let tokens = 0;
    for (const { cache_control: mark, ...block } of blocks) {
      prefix += JSON.stringify(block);
      tokens += tokensOf(block);
      ends.push({ prefix, tokens, mark: mark && (mark.ttl ?? "5m") });
    }
    const marks = ends.flatMap(({ mark }, index) => (mark === undefined ? [] : [index]));
    if (marks.length > mostMarks) throw new Error(`${marks.length} marks, and at most ${mostMarks} are taken.`);
    let read = 0;
    for (const mark of marks) {
      for (let at = mark; at >= 0 && at > mark - lookBack; at--) {
        const kept = this.#kept.get(ends[at].prefix);
        if (kept === undefined || kept.until <= now) continue;
        kept.until = now + lifetimes[kept.lifetime];
        read = Math.max(read, ends[at].tokens);
        break;
      }
    }
    let written = read;
    const writes = { "5m": 0, "1h": 0 };
    for (const at of marks) {
      const { prefix: key, tokens: length, mark } = ends[at];
      if (length <= written || length < this.price.leastPrefix) continue;
      this.#kept.set(key, { lifetime: mark, until: now + lifetimes[mark] });
      writes[mark] += length - written;
      written = length;
    }
    const fresh = tokens - written;
    this.tokens.read += read;
    this.tokens["5m"] += writes["5m"];
    this.tokens["1h"] += writes["1h"];
    this.tokens.fresh += fresh;
    return { input_tokens: fresh, cache_read_input_tokens: read, cache_creation_input_tokens: writes["5m"] + writes["1h"] };
  }
}
