import { ownFolder } from "./parseRunRequest";
import { object, oneOf, or } from "./rules";
import { fieldsOf } from "./notesRequest";

const asked = object({ groupFolder: ownFolder, force: or(oneOf("true", "false"), "false") });

/** @throws {Refusal} `invalid_request`, naming the field. */
export function readBackupRequest(query: URLSearchParams): { readonly groupFolder: string; readonly force: string } {
  return asked(fieldsOf(query), "", () => {});
}
