import { mostCallsAReply } from "../bounds/bounds";
import type { ToolCall } from "./model";
import { senseless, tooMuch } from "./modelErrors";
import { type CallPiece, madeUpId, PartialToolCall } from "./partialToolCall";

/** Tells the calls of a chat-completions stream apart: by id, by index and by name, as each server means them. */
export class CallsInPieces {
  private readonly all: PartialToolCall[] = [];
  private readonly latestAt = new Map<number, PartialToolCall>();

  add(piece: CallPiece): PartialToolCall {
    const call = this.ownerOf(piece) ?? this.begin(piece);
    call.append(piece);
    return call;
  }

  finish(): ToolCall[] {
    const inOrder = this.all.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
    return withOwnIds(inOrder.map((call) => call.finish()));
  }

  private begin(piece: CallPiece): PartialToolCall {
    if (piece.name === undefined && piece.id === undefined) throw senseless("a tool call without a name");
    // Each piece is looked for among them.
    if (this.all.length > mostCallsAReply) throw tooMuch();
    const call = new PartialToolCall(piece);
    this.all.push(call);
    if (piece.index !== undefined) this.latestAt.set(piece.index, call);
    return call;
  }

  private ownerOf(piece: CallPiece): PartialToolCall | undefined {
    const { index, id, name } = piece;
    const last = this.all.at(-1);
    const here = index === undefined ? last : this.latestAt.get(index);
    if (id === undefined) {
      if (here === undefined) return name === undefined ? last : undefined;
      return here.takes(piece) ? here : undefined;
    }
    const own = this.all.findLast((call) => call.id === id && (index === undefined || call.index === index));
    if (own !== undefined) return own.takes(piece) ? own : undefined;
    // An id that comes late.
    if (here !== undefined && here.id === undefined) return here.takes(piece) ? here : undefined;
    if (name === undefined) return here ?? this.all.findLast((call) => call.id === id);
    return index !== undefined && here?.isGoneOnWith(piece) === true ? here : undefined;
  }
}

/** Two calls of one reply with one id could not be told apart when their results go back, so the second gets another. */
export function withOwnIds(calls: readonly ToolCall[]): ToolCall[] {
  const taken = new Set<string>();
  return calls.map((call) => {
    const id = taken.has(call.id) ? madeUpId() : call.id;
    taken.add(id);
    return { ...call, id };
  });
}
