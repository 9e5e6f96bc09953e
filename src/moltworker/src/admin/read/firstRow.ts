import type { Rows } from "../../caps/readRows";

interface Readable {
  read(query: string, ...values: SqlStorageValue[]): Promise<Rows>;
}

/** The first row of what a query of ours finds in an object; undefined where it finds none. */
export async function firstRow<Row>(object: object, query: string, ...values: SqlStorageValue[]): Promise<Row | undefined> {
  const [row] = await (object as Readable).read(query, ...values);
  return row as Row | undefined;
}
