/**
 * Ids and names of calls as one request carries them. A model gets its own ids back. Those of another are counted anew, in a form that
 * every API takes, so that the same history always makes the same request.
 */
export class CallNames {
  private readonly sent = new Map<string, string>();
  private readonly taken = new Set<string>();
  private count = 0;

  constructor(private readonly form: RegExp = /^[\w.:-]{1,64}$/) {}

  id(id: string, isOwn: boolean): string {
    this.count += 1;
    // Some servers count from the beginning in each reply.
    const own = isOwn && this.form.test(id) && !this.taken.has(id) ? id : `call${String(this.count).padStart(5, "0")}`;
    this.taken.add(own);
    this.sent.set(id, own);
    return own;
  }

  /** Of the call that a result answers: the latest with that id. */
  answered(id: string): string {
    return this.sent.get(id) ?? this.id(id, false);
  }
}

/** A model makes names up, and no API takes all of them back. */
export function sentName(name: string): string {
  return name.replace(/[^\w-]/g, "_").slice(0, 64) || "_";
}
