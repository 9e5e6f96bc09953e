/** The first bytes of a body; what is beyond the bound is not read. */
export async function firstBytes(body: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < most) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.byteLength;
  }
  // Not awaited: a sender that never ends must not hold the answer up.
  if (length >= most) reader.cancel().catch(() => undefined);
  if (chunks.length === 1) return chunks[0]!.subarray(0, most);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes.subarray(0, most);
}
