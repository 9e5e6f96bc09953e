import type { Bindings } from "./config/bindingReader";
import { answer } from "./front/front";

export { RunCaps } from "./caps/runCaps";
export { GroupAgent } from "./group/groupAgent";

export default {
  fetch: (request, env) => answer(request, env),
} satisfies ExportedHandler<Bindings>;
