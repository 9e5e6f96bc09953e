import { isObject } from "../json/isObject";
import { parse } from "../json/parse";
import { senseless } from "./modelErrors";

/** Parses one event; its fields are for the caller to check, as nothing guarantees them. */
export function parseObject<T extends object>(data: string): Partial<T> {
  const value = parse(data);
  if (!isObject(value)) throw senseless("an event is not a JSON object");
  return value as Partial<T>;
}
