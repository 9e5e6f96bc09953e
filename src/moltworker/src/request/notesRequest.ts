import { invalidRequest } from "../http/refusal";
import { ownFolder } from "./parseRunRequest";
import { object, or, text } from "./rules";

const listed = object({ groupFolder: ownFolder });
const forgotten = object({ groupFolder: ownFolder, key: or(text(1, 128), undefined) });

/**
 * Reads whose notes are meant and, where they are to go, which; all of them without a key.
 * @throws {Refusal} `invalid_request`, naming the field.
 */
export function readNotesRequest(method: string, query: URLSearchParams): { readonly groupFolder: string; readonly key?: string | undefined } {
  const given = Object.fromEntries(query);
  if (Object.keys(given).length !== query.size) throw invalidRequest("A field must stand in the address once.");
  return (method === "GET" ? listed : forgotten)(given, "", () => {});
}
