import { TurnError } from "../conversation/turnError";

const longestRetryAfterSeconds = 86_400;

/** Words for money, a quota or a key, with which some APIs answer 400: Anthropic's, Gemini's, xAI's. */
const ofAccount = /credit|balance|billing|payment|quota|api.?key/i;

/**
 * The failure that an HTTP status of a model's API means.
 * @param said what came with a 400; it is looked at, and never passed on.
 */
export function errorForStatus(status: number, retryAfter: string | null = null, said = ""): TurnError {
  const seconds = retryAfterSeconds(retryAfter);
  if (status === 402 || (status === 400 && ofAccount.test(said))) {
    return new TurnError("model_unauthorized", "The model's API refused the account of MODEL_API_KEY. Check its balance.");
  }
  if (status === 401 || status === 403) {
    return new TurnError("model_unauthorized", "The model's API refused its key. Check MODEL_API_KEY and what it may use.");
  }
  if (status === 429) {
    const when = seconds === undefined ? "Try again later." : `Try again in ${seconds} s.`;
    return new TurnError("model_rate_limited", `The model's API is rate limited. ${when}`, seconds);
  }
  if (status === 529) {
    return new TurnError("model_overloaded", "The model's API is overloaded. Try again later.", seconds);
  }
  if (status >= 500 || status === 408) {
    return new TurnError("model_unavailable", `The model's API answered ${status}. Try again later.`, seconds);
  }
  if (status >= 400) {
    return new TurnError(
      "model_refused",
      `The model's API refused the request with ${status}. Check MODEL_NAME and MODEL_BASE_URL.`,
      undefined,
      // There is no such model, and another may be.
      status === 404,
    );
  }
  return new TurnError("model_protocol", `The model's API answered ${status} instead of an event stream. Check MODEL_BASE_URL.`);
}

export function unreachable(): TurnError {
  return new TurnError("model_unavailable", "The model's API could not be reached. Check MODEL_BASE_URL.");
}

export function silent(seconds: number): TurnError {
  return new TurnError("model_unavailable", `The model's API was silent for ${seconds} s.`);
}

export function cutStream(): TurnError {
  return new TurnError("model_protocol", "The model's stream was cut before its end.");
}

export function senseless(what: string): TurnError {
  return new TurnError("model_protocol", `The model's stream made no sense: ${what}.`);
}

export function tooMuch(): TurnError {
  return new TurnError("output_limit", "The model's reply carries more with it than is kept.");
}

/** The server did not make a call of it, so its setting is what has to change. */
export function callAsText(): TurnError {
  return new TurnError("model_protocol", "The model wrote a tool call as text. Turn on its server's parser of tool calls.");
}

export function declined(): TurnError {
  return new TurnError("model_refused", "The model declined to answer this.");
}

function retryAfterSeconds(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 0), longestRetryAfterSeconds);
}
