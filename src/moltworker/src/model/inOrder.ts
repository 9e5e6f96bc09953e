import type { TurnLimits } from "../bounds/turnLimits";
import type { RunRequest, Usage } from "../contract";
import { passes, TurnError } from "../conversation/turnError";
import { log } from "../http/log";
import { rejectOnAbort } from "./rejectOnAbort";
import { createModel } from "./createModel";
import type { Fetch, Model, ModelCall, ModelReply } from "./model";
import { silent } from "./modelErrors";
import type { ModelRests } from "./modelRests";
import type { ModelSettings } from "./modelSettings";
import { originOf } from "./origin";
import { startUsing } from "./shares";

/** How long a model that failed is passed over, in seconds: as its API says within these bounds, and this long where it says nothing. */
const leastRest = 10;
const usualRest = 300;
const mostRest = 3_600;

/** What it has to know of a turn. */
interface Asked {
  readonly runId: string;
  readonly models: readonly ModelSettings[];
  readonly rests: ModelRests;
  readonly request: RunRequest;
  readonly usage: Usage;
  readonly limits: Pick<TurnLimits, "modelSilenceSeconds">;
}

/**
 * The models of a stack as one: the first answers, and where its server does not, the next is asked, while nobody has seen anything of the
 * reply. A turn stays with the one that answered, after a restart too, since what belongs to its replies is for that one alone.
 */
export function inOrder({ runId, models, request, usage, rests, limits }: Asked, fetch: Fetch): Model {
  // What a turn that goes on used, its model used.
  let wanted = usage.steps > 0 ? usage.model : request.metadata.model;

  /** The wanted one first; those that rest come last. */
  function inLine(): readonly ModelSettings[] {
    if (models.length === 1) return models;
    const chosen = models.find(({ name }) => name === wanted);
    const place = (it: ModelSettings): number => (rests.isResting(originOf(it)) ? 2 : it === chosen ? 0 : 1);
    return models.toSorted((one, other) => place(one) - place(other));
  }

  return {
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const line = inLine();
      let failed: TurnError | undefined;
      for (const [index, settings] of line.entries()) {
        const { name } = settings;
        const next = line[index + 1]?.name;
        startUsing(usage, name);
        usage.steps += 1;
        try {
          const model = createModel(settings, fetch);
          const reply = await (next === undefined ? model.reply(call, onText) : heard(model, call, onText, limits.modelSilenceSeconds));
          wanted = name;
          return reply;
        } catch (error) {
          if (!(error instanceof TurnError) || !error.isOfServer || call.signal.aborted) throw error;
          const { code, message: reason, retryAfterSeconds = usualRest } = error;
          if (models.length > 1) rests.rest(originOf(settings), Math.min(Math.max(retryAfterSeconds, leastRest), mostRest));
          // What passes is told before what does not: then the run may be tried again.
          if (failed === undefined || (passes(code) && !passes(failed.code))) failed = error;
          if (call.takeBack?.() === false) throw error;
          if (next === undefined) throw failed;
          log({ event: "next_model", runId, model: name, code, reason, next });
        }
      }
      throw failed!;
    },
  };
}

/** Asks a model that has to give signs of life until its text begins. */
async function heard(model: Model, call: ModelCall, onText: (text: string) => void, seconds: number): Promise<ModelReply> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let heardAt = Date.now();
  let speaks = false;
  const listen = (): void => {
    const left = heardAt + seconds * 1_000 - Date.now();
    if (speaks) return;
    if (left > 0) timer = setTimeout(listen, left);
    else silence.abort(silent(seconds));
  };
  const heeding: ModelCall = {
    ...call,
    signal: AbortSignal.any([call.signal, silence.signal]),
    onBytes: (bytes) => {
      heardAt = Date.now();
      call.onBytes?.(bytes);
    },
  };
  listen();
  try {
    const reply = model.reply(heeding, (text) => {
      speaks = true;
      if (!silence.signal.aborted) onText(text);
    });
    return await Promise.race([reply, rejectOnAbort(silence.signal)]);
  } finally {
    clearTimeout(timer);
  }
}
