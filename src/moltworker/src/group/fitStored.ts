import type { SessionMessage } from "../conversation/sessionMessage";
export function fitStored(history: readonly SessionMessage[]): readonly SessionMessage[] {
  return history;
}
