/** A request that is answered with an error: `docs/CONTRACT.md` lists the codes. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterSeconds?: number,
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** What may be told of whatever was thrown. */
export function toRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal(500, "internal", "Something went wrong in the Worker.");
}

export function invalidRequest(message: string): Refusal {
  return new Refusal(400, "invalid_request", message);
}

/** @param message names each binding that is wrong, without its value. */
export function misconfigured(message: string): Refusal {
  return new Refusal(503, "misconfigured", message);
}

/** A part of ours does not answer for the moment. What it guards stays shut. */
export function unavailable(part: string): Refusal {
  return new Refusal(503, "unavailable", `The ${part} cannot be reached for the moment. Try again in 5 s.`, 5);
}
