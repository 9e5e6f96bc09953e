import type { Bindings } from "../config/bindingReader";
import { answerAdmin } from "./answerAdmin";

/** A script of its own beside the agent's: what people look at costs no isolate of the agent anything. */
export default {
  fetch: (request, env) => answerAdmin(request, env),
} satisfies ExportedHandler<Bindings>;
