import { TurnError } from "../conversation/turnError";
import { ChatReply } from "./chatReply";
import { toChatRequest } from "./chatRequest";
import { dialects } from "./dialect";
import { readEvents } from "./eventStream";
import type { Model, ModelCall, ModelReply } from "./model";
import { errorForStatus, senseless, unreachable } from "./modelErrors";
import { originOf } from "./origin";
import { toWellFormedValue } from "./wellFormed";

/** The part of the AI binding that is used, for a model that its types need not know. */
export interface TextGeneration {
  run(model: string, inputs: object): Promise<unknown>;
}

/** Models of the catalogue that write their thinking as text: https://developers.cloudflare.com/workers-ai/models */
const thinksAloud = /deepseek-r1|qwq/;

/** A model on Cloudflare's own network, by the AI binding. */
export function workersAi(name: string, ai: TextGeneration): Model {
  const origin = originOf({ provider: "workers-ai", name });
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
const statusOfCode: Readonly<Record<string, number>> = {
  3003: 400,
  3006: 413,
  3007: 504,
  3008: 504,
  3023: 403,
  3036: 429,
  3039: 400,
  3040: 529,
  3041: 403,
  3042: 404,
  4006: 429,
  5004: 400,
  5005: 405,
  5007: 400,
  5016: 403,
  5018: 403,
  5019: 405,
};

function toTurnError(error: unknown): TurnError {
  const code = /\b(\d{4}):/.exec(error instanceof Error ? error.message : "")?.[1];
  const status = code === undefined ? undefined : statusOfCode[code];
  return status === undefined ? unreachable() : errorForStatus(status);
}
