export type Rows = readonly Readonly<Record<string, SqlStorageValue>>[];

/** Answers a query of the admin Worker, whose bundle has them all: this one only has to see that they read and no more. */
export function readRows(sql: SqlStorage, query: string, values: readonly SqlStorageValue[]): Rows {
  if (!/^SELECT\s[^;]*$/.test(query)) throw new TypeError();
  return sql.exec<Record<string, SqlStorageValue>>(query, ...values).toArray();
}
