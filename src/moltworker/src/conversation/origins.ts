import type { Origin } from "../contract";
import type { SessionMessage } from "./sessionMessage";

/** Strangers whose words stand in messages. */
export function originsIn(messages: readonly SessionMessage[]): ReadonlySet<Origin> {
  const origins = new Set<Origin>();
  for (const message of messages) for (const origin of message.origins ?? []) origins.add(origin);
  return origins;
}

/** The field of a message or an action; left out where there are none. */
export function ofOrigins(origins: ReadonlySet<Origin>): { readonly origins?: readonly Origin[] } {
  return origins.size === 0 ? {} : { origins: [...origins] };
}
