/** A request that a person is told, in words, is not answered. */
export class AdminRefusal extends Error {
  override readonly name = "AdminRefusal";

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}
