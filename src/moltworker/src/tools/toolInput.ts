import { ToolError } from "./tool";

type Field =
  | { readonly type: "text"; readonly description: string; readonly optional?: true; readonly max: number }
  | { readonly type: "choice"; readonly description: string; readonly optional?: true; readonly values: readonly string[] };

export function text(max: number, description: string) {
  return { type: "text", max, description } as const;
}

export function optionalText(max: number, description: string) {
  return { ...text(max, description), optional: true } as const;
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
      Object.entries(fields).map(([name, field]) => [
        name,
        field.type === "choice"
          ? { type: "string", enum: field.values, description: field.description }
          : { type: "string", maxLength: field.max, description: field.description },
      ]),
    ),
    required: Object.keys(fields).filter((name) => fields[name]?.optional !== true),
    additionalProperties: false,
  };
}

/** @throws {ToolError} naming the field and its rule, and a field that there is none of, so that a misspelt one is noticed. */
export function readInput<F extends Fields>(fields: F, input: Readonly<Record<string, unknown>>): InputOf<F> {
  const unknown = Object.keys(input).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    throw new ToolError(`There is no field "${unknown.slice(0, 64)}". The fields are: ${Object.keys(fields).join(", ") || "none"}.`);
  }
  const values: Record<string, string> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = input[name];
    if (value === undefined || value === null) {
      if (field.optional === true) continue;
      throw new ToolError(`${name} is required.`);
    }
    values[name] = readField(name, field, value);
  }
  return values as InputOf<F>;
}

function readField(name: string, field: Field, value: unknown): string {
  if (field.type === "choice") {
    if (typeof value === "string" && field.values.includes(value)) return value;
    throw new ToolError(`${name} must be one of: ${field.values.join(", ")}.`);
  }
  // A model often writes an interval as a number.
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") throw new ToolError(`${name} must be a string.`);
  if (text.trim() === "") throw new ToolError(`${name} must not be blank.`);
  if (text.length > field.max) throw new ToolError(`${name} must be at most ${field.max} characters.`);
  return text;
}
