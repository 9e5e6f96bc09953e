import { comeAgain } from "./http/comeAgain";

export { RunCaps } from "./caps/runCaps";
export { GroupAgent } from "./group/groupAgent";

/**
 * This script holds the model's keys, so it has no door: what it does it does for the scripts that are bound to its objects. Cloudflare
 * takes no script without a handler.
 */
export default { fetch: comeAgain } satisfies ExportedHandler;
