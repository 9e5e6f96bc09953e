import { unavailable } from "./http/refusal";
import { failure } from "./http/respond";

export { RunCaps } from "./caps/runCaps";
export { GroupAgent } from "./group/groupAgent";

/**
 * This script holds the model's keys, so it has no door: what it does it does for the scripts that are bound to its objects. Cloudflare
 * takes no script without a handler. Whoever comes here all the same came while the front was being put in its place, and waits.
 */
export default {
  fetch: () => {
    const { status, code, message, retryAfterSeconds } = unavailable("agent");
    return failure(status, { code, message, retryAfterSeconds });
  },
} satisfies ExportedHandler;
