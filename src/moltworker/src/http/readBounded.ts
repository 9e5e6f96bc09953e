import { firstBytes } from "./firstBytes";

/**
 * Reads a body that may be longer than it claims.
 * @returns null where it is longer than `limit` bytes; the rest is then left unread.
 */
export async function readBounded(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array | null> {
  const bytes = await firstBytes(body, limit + 1);
  return bytes.byteLength > limit ? null : bytes;
}
