export type Bindings = Readonly<Record<string, unknown>>;

/** Reads bindings and gathers what is wrong with them, by name and without their values. What is read beside a mistake is never used. */
export class BindingReader {
  readonly mistakes: string[] = [];

  constructor(private readonly env: Bindings) {}

  /** An empty text counts as missing: that is how an unset variable arrives. */
  has(name: string): boolean {
    const value = this.env[name];
    return value !== undefined && value !== null && value !== "";
  }

  /** Whoever reads the refusal reads the pattern. */
  text(name: string, pattern: RegExp): string {
    return this.read(name, `match ${pattern}`, (value) => (typeof value === "string" && pattern.test(value) ? value : undefined));
  }

  /** @param fallback what a missing one counts as; without, it is required. */
  oneOf<T extends string>(name: string, values: readonly T[], fallback?: T): T {
    if (fallback !== undefined && !this.has(name)) return fallback;
    return this.read(name, `be one of ${values.join(", ")}`, (value) => values.find((it) => it === value));
  }

  /**
   * Whole numbers that may be left out.
   * @param bounds the default and the most of each, by its name: `runsPerDay` is bound as `RUNS_PER_DAY`.
   */
  wholeNumbers<Name extends string>(bounds: Readonly<Record<Name, readonly [number, number]>>): Readonly<Record<Name, number>> {
    const numbers = {} as Record<Name, number>;
    for (const [key, [fallback, most]] of Object.entries<readonly [number, number]>(bounds)) {
      const name = key.replace(/[A-Z]/g, "_$&").toUpperCase();
      const read = (): number =>
        this.read(name, `be a whole number from 1 to ${most}`, (value) =>
          typeof value === "string" && /^[1-9][0-9]{0,8}$/.test(value) && Number(value) <= most ? Number(value) : undefined,
        );
      numbers[key as Name] = this.has(name) ? read() : fallback;
    }
    return numbers;
  }

  /** Leads over the network only where nobody on the way can read along. */
  endpoint(name: string): string {
    return this.read(name, "be an https URL, or http of this machine, without credentials, query or fragment", (value) => {
      const url = URL.parse(String(value));
      if (url === null || url.username + url.password + url.search + url.hash !== "") return undefined;
      return /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])/.test(url.href) ? String(value) : undefined;
    });
  }

  /** What the platform binds is known by a method. */
  object<T>(name: string, method: keyof T & string): T {
    return this.read(name, `be bound to what has ${method}`, (value) => (typeof (value as Bindings)[method] === "function" ? (value as T) : undefined));
  }

  /** @param rule goes on with "The binding NAME must ...". */
  protected read<T>(name: string, rule: string, parse: (value: unknown) => T | undefined): T {
    const value = this.has(name) ? parse(this.env[name]) : undefined;
    if (value === undefined) this.mistakes.push(`The binding ${name} ${this.has(name) ? `must ${rule}` : "is missing"}.`);
    return value as T;
  }
}
