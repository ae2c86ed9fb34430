/** A row of a downloaded file, its columns by name. */
export type Row = Readonly<Record<string, unknown>>;

/** A benchmark as it is written into a data set: what may be shown, and what may not. */
export interface Converted {
  readonly problems: readonly {
    readonly id: string;
    readonly answer: string;
  }[];
  /** What is asked of the model, by problem id: never into a result file or a log. */
  readonly messages: ReadonlyMap<string, string>;
}

/** The text of the first of some columns that a row has; trimmed, null where there is none. */
export function textIn(row: Row, columns: readonly string[]): string | null {
  for (const column of columns) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    const text = String(value).trim();
    if (text !== "") return text;
  }
  return null;
}
