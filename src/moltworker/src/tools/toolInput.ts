import { own } from "../json/own";
import { ToolError } from "./tool";

interface Field {
  readonly description: string;
  readonly optional?: true;
  /** The most characters, or the words there are. */
  readonly max?: number;
  readonly values?: readonly string[];
}

export function text(max: number, description: string) {
  return { max, description } as const;
}

export function optional<F extends Field>(field: F) {
  return { ...field, optional: true } as const;
}

export function optionalText(max: number, description: string) {
  return optional(text(max, description));
}

export type Fields = Readonly<Record<string, Field>>;

type Value<F extends Field> = F extends { readonly values: readonly (infer V)[] } ? V : string;

/** The input that a set of fields describes. */
export type InputOf<F extends Fields> = {
  readonly [K in keyof F as F[K] extends { readonly optional: true } ? never : K]: Value<F[K]>;
} & {
  readonly [K in keyof F as F[K] extends { readonly optional: true } ? K : never]?: Value<F[K]>;
};

export function inputSchema(fields: Fields): Readonly<Record<string, unknown>> {
  return {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(fields).map(([name, { max, values, description }]) => [name, { type: "string", maxLength: max, enum: values, description }]),
    ),
    required: Object.keys(fields).filter((name) => fields[name]?.optional !== true),
    additionalProperties: false,
  };
}

/** @throws {ToolError} naming the field and its rule, and a field that there is none of, so that a misspelt one is noticed. */
export function readInput<F extends Fields>(fields: F, input: Readonly<Record<string, unknown>>): InputOf<F> {
  const unknown = Object.keys(input).find((name) => !own(fields, name));
  if (unknown !== undefined) {
    throw new ToolError(`There is no field "${unknown.slice(0, 64)}". The fields are: ${Object.keys(fields).join(", ") || "none"}.`);
  }
  const read: Record<string, string> = {};
  for (const [name, { optional, max = 0, values }] of Object.entries(fields)) {
    const value = input[name] ?? undefined;
    if (value === undefined && optional) continue;
    if (value === undefined) throw new ToolError(`${name} is required.`);
    // A model often writes an interval as a number.
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text !== "string" || (values === undefined ? text.trim() === "" || text.length > max : !values.includes(text))) {
      throw new ToolError(`${name} must be ${values === undefined ? `a string of 1 to ${max} characters, not blank` : `one of: ${values.join(", ")}`}.`);
    }
    read[name] = text;
  }
  return read as InputOf<F>;
}
