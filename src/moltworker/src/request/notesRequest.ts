import { invalidRequest } from "../http/refusal";
import { Fields } from "./fields";
import { readGroupFolder } from "./parseRunRequest";

const getFields = new Set(["groupFolder"]);
const deleteFields = new Set(["groupFolder", "key"]);

/**
 * Reads whose notes are meant and, where they are to go, which; all of them without a key.
 * @throws {Refusal} `invalid_request`, naming the field.
 */
export function readNotesRequest(method: string, query: URLSearchParams): { readonly groupFolder: string; readonly key?: string } {
  const given = Object.fromEntries(query);
  if (Object.keys(given).length !== query.size) throw invalidRequest("A field must stand in the address once.");
  const fields = new Fields(given, "", method === "GET" ? getFields : deleteFields);
  return { groupFolder: readGroupFolder(fields), ...(fields.has("key") && { key: fields.string("key", [1, 128]) }) };
}
