import { readBounded } from "../http/readBounded";
import { invalidRequest, Refusal, unavailable } from "../http/refusal";
import { guarded, json } from "../http/respond";

/** Bytes: many times the longest piece that a client cuts. */
const longestPiece = 1_048_576;
const folder = "backup/";

/** Keeps and gives the pieces of backups, sealed at home: this sees names and bytes. */
export async function answerPieces({ method, body }: Request, name: string, query: URLSearchParams, bucket: R2Bucket | null): Promise<Response> {
  if (bucket === null) throw new Refusal(404, "no_bucket", "This stack has no bucket: set r2.");
  if (!/^[a-z0-9-]{0,100}$/.test(name)) throw invalidRequest("A piece's name is at most 100 lower-case letters, digits and -.");
  const key = folder + name;
  const asked = async (): Promise<Response> => {
    if (name === "") {
      const listed = await bucket.list({ prefix: folder + (query.get("prefix") ?? ""), cursor: query.get("cursor") ?? undefined! });
      return json(200, { names: listed.objects.map((it) => it.key.slice(folder.length)), cursor: listed.truncated ? listed.cursor : null });
    }
    if (method === "GET") {
      const found = await bucket.get(key);
      if (found === null) throw new Refusal(404, "piece_unknown", "There is no such piece.");
      return new Response(found.body, { headers: { ...guarded, "Content-Type": "application/octet-stream" } });
    }
    if (method === "PUT") {
      const bytes = await readBounded(body, longestPiece);
      if (bytes === null) throw new Refusal(413, "body_too_large", `The body must be at most ${longestPiece} bytes.`);
      await bucket.put(key, bytes);
    } else await bucket.delete(key);
    return new Response(null, { status: 204, headers: guarded });
  };
  return asked().catch((error: unknown) => {
    throw error instanceof Refusal ? error : unavailable("bucket");
  });
}
