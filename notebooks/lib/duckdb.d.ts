/** What we use of DuckDB: its own declarations name files in a way that Deno does not follow. */

export class VoidLogger {}

interface Row {
  toJSON(): Record<string, unknown>;
}

interface AsyncDuckDBConnection {
  query(sql: string): Promise<{ toArray(): Row[] }>;
  insertArrowFromIPCStream(
    stream: Uint8Array,
    options: { name: string; create: boolean },
  ): Promise<void>;
  close(): Promise<void>;
}

export class AsyncDuckDB {
  constructor(logger: VoidLogger, worker: Worker);
  instantiate(wasm: string): Promise<unknown>;
  open(config: {
    query: { castBigIntToDouble: boolean; castDecimalToDouble: boolean };
  }): Promise<void>;
  connect(): Promise<AsyncDuckDBConnection>;
}
