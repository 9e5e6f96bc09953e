import type { Bindings } from "../config/bindingReader";
import { answer } from "./front";

/** The script that the hostname leads to. It holds no key of a model, and reaches the script that does by its objects alone. */
export default {
  fetch: (request, env) => answer(request, env),
} satisfies ExportedHandler<Bindings>;
