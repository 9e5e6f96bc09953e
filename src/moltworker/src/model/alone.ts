import type { Usage } from "../contract";
import { createModel } from "./createModel";
import type { Fetch, Model } from "./model";
import type { ModelSettings } from "./modelSettings";
import { startUsing } from "./shares";

/** The one model of a stack, as a bundle has it that knows no others. */
export function alone({ models, usage }: { readonly models: readonly ModelSettings[]; readonly usage: Usage }, fetch: Fetch): Model {
  const settings = models[0]!;
  const model = createModel(settings, fetch);
  return {
    reply(call, onText) {
      startUsing(usage, settings.name);
      usage.steps += 1;
      return model.reply(call, onText);
    },
  };
}
