import { isFields } from "./belongings";
import { senseless } from "./modelErrors";

/** Parses one event; its fields are for the caller to check, as nothing guarantees them. */
export function parseObject<T extends object>(data: string): Partial<T> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw senseless("an event is not JSON");
  }
  if (!isFields(value)) throw senseless("an event is not an object");
  return value as Partial<T>;
}
