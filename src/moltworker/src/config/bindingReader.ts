export type Bindings = Readonly<Record<string, unknown>>;

/** Reads bindings and gathers what is wrong with them. No mistake quotes a value: it may be a secret in the wrong place. */
export class BindingReader {
  readonly mistakes: string[] = [];

  constructor(private readonly env: Bindings) {}

  /** An empty text stands for none, since some tools cannot leave a binding out. */
  has(name: string): boolean {
    const value = this.env[name];
    return value !== undefined && value !== null && value !== "";
  }

  text(name: string, pattern: RegExp, rule: string): string {
    return this.given(name, rule, (text) => pattern.test(text));
  }

  list(name: string, pattern: RegExp, rule: string): string[] {
    const items = (text: string): string[] => text.split(",").map((item) => item.trim());
    const text = this.given(name, rule, (given) => items(given).every((item) => pattern.test(item)));
    return text === "" ? [] : items(text);
  }

  oneOf<T extends string>(name: string, values: readonly T[], fallback?: T): T {
    if (fallback !== undefined && !this.has(name)) return fallback;
    const value = this.required(name);
    const known = values.find((it) => it === value);
    if (known !== undefined) return known;
    if (value !== undefined) this.wrong(name, `be one of ${values.join(", ")}`);
    return values[0]!;
  }

  wholeNumber(name: string, fallback: number, max: number): number {
    if (!this.has(name)) return fallback;
    const value = this.env[name];
    const number = typeof value === "string" && /^[1-9][0-9]{0,8}$/.test(value) ? Number(value) : NaN;
    if (number <= max) return number;
    this.wrong(name, `be a whole number from 1 to ${max}`);
    return fallback;
  }

  sha256(name: string): Uint8Array {
    const hash = this.text(name, /^[0-9a-f]{64}$/, "be a SHA-256 in 64 lower-case hexadecimal digits");
    return Uint8Array.from(hash.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  }

  /** The address of an API: HTTPS, but for a server on this machine. */
  endpoint(name: string): string {
    return this.given(name, "be an https URL (http for a loopback address only) without credentials, query or fragment", (text) => {
      const url = URL.parse(text);
      if (url === null || url.username + url.password + url.search + url.hash !== "") return false;
      return url.protocol === "https:" || (url.protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname));
    });
  }

  object<T>(name: string, method: string, kind: string): T {
    const value = this.required(name);
    const callable = typeof value === "object" && typeof (value as Record<string, unknown> | null)?.[method] === "function";
    if (value !== undefined && !callable) this.wrong(name, `be ${kind}`);
    return value as T;
  }

  /** Empty where it is missing or breaks its rule. */
  private given(name: string, rule: string, isRight: (text: string) => boolean): string {
    const value = this.required(name);
    if (value === undefined) return "";
    if (typeof value === "string" && isRight(value)) return value;
    this.wrong(name, rule);
    return "";
  }

  private required(name: string): unknown {
    if (this.has(name)) return this.env[name];
    this.mistakes.push(`The binding ${name} is missing.`);
    return undefined;
  }

  private wrong(name: string, rule: string): void {
    this.mistakes.push(`The binding ${name} must ${rule}.`);
  }
}
