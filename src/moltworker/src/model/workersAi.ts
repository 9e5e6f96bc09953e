import { TurnError } from "../conversation/turnError";
import { ChatReply } from "./chatReply";
import { toChatRequest } from "./chatRequest";
import { dialects } from "./dialect";
import { readEvents } from "./eventStream";
import type { Model, ModelCall, ModelReply } from "./model";
import { errorForStatus, senseless, unreachable } from "./modelErrors";
import type { ModelSettings } from "./modelSettings";
import { originOf } from "./origin";
import { toWellFormedValue } from "./wellFormed";

/** The part of the AI binding that is used, for a model that its types need not know. */
export interface TextGeneration {
  run(model: string, inputs: object): Promise<unknown>;
}

/** Models of the catalogue that write their thinking as text: https://developers.cloudflare.com/workers-ai/models */
const thinksAloud = /deepseek-r1|qwq/;

/** A model on Cloudflare's own network, by the AI binding. */
export function workersAi(settings: ModelSettings): Model {
  const { name } = settings;
  const ai = settings.ai as unknown as TextGeneration;
  const origin = originOf(settings);
  return {
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const inputs = { ...toChatRequest(call, dialects.plain, origin), stream: true, max_tokens: call.maxOutputTokens };
      const stream = await run(ai, name, toWellFormedValue(inputs));
      if (!(stream instanceof ReadableStream)) throw senseless("it is not a stream");
      const reply = new ChatReply(call, onText, origin, thinksAloud.test(name));
      await readEvents(stream as ReadableStream<Uint8Array>, call.signal, reply, call.onBytes);
      return reply.finish();
    },
  };
}

async function run(ai: TextGeneration, name: string, inputs: object): Promise<unknown> {
  try {
    return await ai.run(name, inputs);
  } catch (error) {
    throw toTurnError(error);
  }
}

/** https://developers.cloudflare.com/workers-ai/platform/errors: the message begins with the internal code. */
const codesOfStatus: Readonly<Record<number, RegExp>> = {
  400: /3003|3039|500[47]/,
  403: /3023|3041|501[68]/,
  404: /3042/,
  405: /5005|5019/,
  413: /3006/,
  429: /3036|4006/,
  504: /300[78]/,
  529: /3040/,
};

function toTurnError(error: unknown): TurnError {
  const code = /\b(\d{4}):/.exec(error instanceof Error ? error.message : "")?.[1] ?? "";
  const [status] = Object.entries(codesOfStatus).find(([, codes]) => codes.test(code)) ?? [];
  return status === undefined ? unreachable() : errorForStatus(Number(status));
}
