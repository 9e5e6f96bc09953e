import { plantedKey, testTurn, type TestTurn } from "../../turn/testing/turnContext";
import { type Answer, type FakeApi, fakeApi, stream } from "./fakeApi";

const files = import.meta.glob<string>("./recorded/*.txt", { query: "?raw", import: "default", eager: true });

/** The names of the recorded conversations; `chat-` is OpenAI's form, `messages-` Anthropic's. */
export const recorded: readonly string[] = Object.keys(files).map((path) => path.slice("./recorded/".length, -".txt".length));

export interface Replay {
  readonly turn: TestTurn;
  readonly api: FakeApi;
}

/** A turn against an API that answers what was recorded; the last answer is kept up. */
export function replay(name: string): Replay {
  const text = files[`./recorded/${name}.txt`];
  if (text === undefined) throw new Error(`There is no recorded conversation ${name}.`);
  // The first line of each file says what it is.
  const answers = text.split(/^--- response \d+\n/m).slice(1);
  return { turn: turnOf(name.startsWith("chat-") ? "openai" : "anthropic"), api: fakeApi(...answers.map((answer): Answer => stream(answer))) };
}

export function turnOf(provider: "openai" | "anthropic"): TestTurn {
  return testTurn({ model: { provider, name: "any-model", baseUrl: "https://model.test/v1", apiKey: plantedKey } });
}
