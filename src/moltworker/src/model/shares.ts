import type { ModelShare, Usage } from "../contract";
import { tokenKinds } from "./model";

/** From here on what is used is this model's. */
export function startUsing(usage: Usage, model: string): void {
  if (usage.model === model) return;
  const share = restOf(usage);
  if (share.inputTokens + share.outputTokens > 0) usage.models = [...(usage.models ?? []), share];
  usage.model = model;
}

/** What a run used in all, as it is told: by models where there were several. */
export function told(usage: Usage): Usage {
  return usage.models === undefined ? usage : { ...usage, models: [...usage.models, restOf(usage)] };
}

/** What is no earlier model's is that of the one that is asked now. */
function restOf({ model, models = [], inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens }: Usage): ModelShare {
  const share = { model, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens };
  for (const it of models) for (const kind of tokenKinds) share[kind] -= it[kind];
  return share;
}
