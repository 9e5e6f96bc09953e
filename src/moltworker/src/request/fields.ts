import { invalidRequest, Refusal } from "../http/refusal";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Hears of an item of a list that is not read: which, and the rule. */
export type PassOver = (warning: string) => void;

/** Reads the fields of an object of a request; the first that breaks its rule refuses the request and is named. */
export class Fields {
  /** @param path where the object is, as in `metadata.tasks[3]`; empty for the body itself. */
  constructor(
    private readonly object: JsonObject,
    private readonly path: string,
    known: ReadonlySet<string>,
  ) {
    for (const name of Object.keys(object)) {
      if (!known.has(name)) throw invalidRequest(`There is no field ${this.at(name.slice(0, 64))}.`);
    }
  }

  /** @param limits shortest and longest, in UTF-16 code units. */
  string(name: string, [min, max]: readonly [number, number], pattern?: RegExp, rule?: string): string {
    const value = this.object[name];
    if (typeof value !== "string" || value.length < min || value.length > max || (pattern !== undefined && !pattern.test(value))) {
      throw this.broken(name, rule ?? (min === 0 ? `must be a string of at most ${max} characters` : `must be a string of ${min} to ${max} characters`));
    }
    return value;
  }

  integer(name: string, [min, max]: readonly [number, number]): number {
    const value = this.object[name];
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) throw this.broken(name, `must be a whole number from ${min} to ${max}`);
    return value;
  }

  boolean(name: string): boolean {
    const value = this.object[name];
    if (typeof value !== "boolean") throw this.broken(name, "must be true or false");
    return value;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const value = values.find((it) => it === this.object[name]);
    if (value === undefined) throw this.broken(name, `must be one of ${values.join(", ")}`);
    return value;
  }

  /**
   * The items of a list. One that breaks a rule, or comes after the most there may be, is passed over: it is told of
   * less, and never of another's, and no message is worth refusing for it.
   */
  items<T>(name: string, max: number, known: ReadonlySet<string>, passOver: PassOver, read: (fields: Fields) => T): T[] {
    const value = this.object[name];
    if (!Array.isArray(value)) throw this.broken(name, "must be an array of objects");
    const taken: T[] = [];
    for (const [index, item] of value.entries()) {
      if (index === max) {
        passOver(`${this.at(name)} has ${value.length} items, and ${max} are read.`);
        break;
      }
      const path = this.at(`${name}[${index}]`);
      try {
        if (!isObject(item)) throw invalidRequest(`${path} must be an object.`);
        taken.push(read(new Fields(item, path, known)));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        passOver(error.message);
      }
    }
    return taken;
  }

  child(name: string, known: ReadonlySet<string>): Fields {
    const value = this.object[name];
    if (!isObject(value)) throw this.broken(name, "must be an object");
    return new Fields(value, this.at(name), known);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object, name);
  }

  isNull(name: string): boolean {
    return this.object[name] === null;
  }

  broken(name: string, rule: string): Error {
    return invalidRequest(`${this.at(name)} ${rule}.`);
  }

  private at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
