import type { TurnContext } from "../turn/turnContext";
import { createModel } from "./createModel";
import type { Fetch, Model } from "./model";
import { startUsing } from "./shares";

/** The one model of a stack, as a bundle has it that knows no others. */
export function alone({ models, usage }: Pick<TurnContext, "models" | "usage">, fetch: Fetch): Model {
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
