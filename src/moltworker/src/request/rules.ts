import { invalidRequest, Refusal } from "../http/refusal";
import { isObject } from "../json/isObject";
import { own } from "../json/own";

/** Hears of an item of a list that is not read: which, and the rule. */
export type PassOver = (warning: string) => void;

/**
 * Reads a value of a request, and refuses one that breaks the rule.
 * @param at where the value is, as in `metadata.tasks[3]`; empty for the body itself.
 */
export type Rule<T> = (value: unknown, at: string, passOver: PassOver) => T;

type Shape = Readonly<Record<string, Rule<unknown>>>;
type Read<S extends Shape> = { readonly [Name in keyof S]: ReturnType<S[Name]> };

/** An object of these fields and no other: a misspelt one is told, and not passed over. */
export function object<S extends Shape>(shape: S): Rule<Read<S>> {
  return (value, at, passOver) => {
    if (!isObject(value)) throw broken(at || "The body", "must be an object");
    const within = (name: string): string => (at === "" ? name : `${at}.${name}`);
    const unknown = Object.keys(value).find((name) => !own(shape, name));
    if (unknown !== undefined) throw invalidRequest(`There is no field ${within(unknown.slice(0, 64))}.`);
    return Object.fromEntries(Object.entries(shape).map(([name, rule]) => [name, rule(value[name], within(name), passOver)])) as Read<S>;
  };
}

/**
 * What a field stands for that is left out.
 * @param takesNull whether null says the same.
 */
export function or<T, F>(rule: Rule<T>, fallback: F, takesNull = false): Rule<T | F> {
  return (value, ...where) => (value === undefined || (takesNull && value === null) ? fallback : rule(value, ...where));
}

/**
 * A text without halves of characters, since those have no UTF-8: neither the model's API nor the store could take them.
 * @param min shortest and longest, in UTF-16 code units.
 * @param mustBe what is said where it is not `right`.
 */
export function text(
  min: number,
  max: number,
  right?: { test(text: string): boolean },
  mustBe = `a string of ${min === 0 ? "at most" : `${min} to`} ${max} characters`,
): Rule<string> {
  return (value, at) => {
    if (typeof value === "string" && value.length >= min && value.length <= max && (right === undefined || right.test(value))) return value.toWellFormed();
    throw broken(at, `must be ${mustBe}`);
  };
}

export function wholeNumber(min: number, max: number): Rule<number> {
  return (value, at) => {
    if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
    throw broken(at, `must be a whole number from ${min} to ${max}`);
  };
}

export function oneOf<T extends string>(...values: readonly T[]): Rule<T> {
  return (value, at) => {
    const found = values.find((it) => it === value);
    if (found === undefined) throw broken(at, `must be one of ${values.join(", ")}`);
    return found;
  };
}

export const flag: Rule<boolean> = (value, at) => {
  if (typeof value !== "boolean") throw broken(at, "must be true or false");
  return value;
};

/**
 * The items of a list. One that breaks a rule, or comes after the most there may be, is passed over: it is told of
 * less, and never of another's, and no message is worth refusing for it.
 */
export function list<T>(max: number, rule: Rule<T>): Rule<T[]> {
  return (value, at, passOver) => {
    if (!Array.isArray(value)) throw broken(at, "must be an array of objects");
    if (value.length > max) passOver(`${at} has ${value.length} items, and ${max} are read.`);
    return value.slice(0, max).flatMap((item, index) => {
      try {
        return [rule(item, `${at}[${index}]`, passOver)];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        passOver(error.message);
        return [];
      }
    });
  };
}

function broken(at: string, rule: string): Refusal {
  return invalidRequest(`${at} ${rule}.`);
}
